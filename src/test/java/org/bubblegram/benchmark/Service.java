package org.bubblegram.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.bubblegram.Api;
import org.bubblegram.Bubblegram;

/** The service in a process of its own, as production starts it. */
final class Service implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration CLOSING = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Process process;
    private final Path log;
    private final Api api;

    private Service(Process process, Path log, Api api) {
        this.process = process;
        this.log = log;
        this.api = api;
    }

    /** Starts it and waits until it says that it is ready. */
    static Service start(Home home, String... properties) throws IOException {
        Path log = home.folder().resolve("service.log");
        int port = freePort();
        List<String> arguments = new ArrayList<>(List.of(properties));
        arguments.add("--server.port=" + port);
        arguments.add("--bubblegram.home=" + home.folder());
        arguments.add(
                "--bubblegram.backbones.random.location=" + home.backbone().toUri());
        arguments.add("--bubblegram.demo.enabled=false");
        Process process = ChildProcess.of(Bubblegram.class, arguments)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Service service = new Service(process, log, new Api(port));
        try {
            service.awaitReadiness();
            return service;
        } catch (RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReadiness() {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("The service did not start:\n" + Files.readString(log));
                    }
                    return isReady();
                });
    }

    boolean isReady() throws InterruptedException {
        try {
            return api.send(api.request("/actuator/health/readiness")).statusCode() == 200;
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }

    Api api() {
        return api;
    }

    /** Asks the published model once, whatever the answer is. */
    HttpResponse<String> ask(byte[] jpeg) throws IOException, InterruptedException {
        return api.post("/v1/models/" + Home.MODEL + "/predictions", "image/jpeg", BodyPublishers.ofByteArray(jpeg));
    }

    /** Asks the published model once, which answers. */
    void predict(byte[] jpeg) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(jpeg);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(
                    "A prediction was answered with " + answer.statusCode() + ": " + answer.body());
        }
    }

    /** Bytes that the process has in memory (VmRSS). */
    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IllegalStateException("The system does not tell how much memory a process has");
    }

    /** In order, for the next one opens the same database. */
    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, CLOSING.toSeconds(), TimeUnit.SECONDS)
                .join();
        process.destroyForcibly().onExit().join();
    }
}
