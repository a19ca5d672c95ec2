package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The service in a process of its own, which can be killed. */
final class ServiceProcess implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private final Process process;
    private final Path log;

    private ServiceProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts the service on a free port and waits until it answers. What begins with -X is for the virtual machine. */
    static ServiceProcess start(Path home, String... properties) throws IOException {
        ServiceProcess service = launch(home, properties);
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
            assertThat(service.process.isAlive()).as(service.log()).isTrue();
            return PORT.matcher(service.log()).find();
        });
        return service;
    }

    /** Starts the service, waits until it has given up, and answers what it printed. */
    static String failing(Path home, String... properties) throws IOException, InterruptedException {
        try (ServiceProcess service = launch(home, properties)) {
            assertThat(service.process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(service.process.exitValue()).isNotZero();
            return service.log();
        }
    }

    private static ServiceProcess launch(Path home, String... properties) throws IOException {
        Path log = Files.createTempFile(home, "service", ".log");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx2g"));
        command.addAll(
                Stream.of(properties).filter(each -> each.startsWith("-X")).toList());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Bubblegram.class.getName(),
                "--server.port=0",
                "--bubblegram.home=" + home));
        command.addAll(
                Stream.of(properties).filter(each -> !each.startsWith("-X")).toList());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ServiceProcess(process, log);
    }

    Api api() throws IOException {
        return new Api(port());
    }

    int port() throws IOException {
        Matcher matcher = PORT.matcher(log());
        assertThat(matcher.find()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
