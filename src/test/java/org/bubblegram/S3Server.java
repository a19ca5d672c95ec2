package org.bubblegram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.bubblegram.storage.S3Connection;
import org.springframework.util.FileSystemUtils;

/**
 * A server on this machine that speaks S3's protocol over a directory and checks signatures: S3Proxy in a process of its
 * own, which starts with the first bucket that is asked for and ends with this one.
 */
public final class S3Server {
    public static final String ACCESS_KEY = "bubblegram";
    public static final String SECRET_KEY = "not-a-secret";

    private static final Path JAR = Path.of("target", "servers", "s3proxy.jar");

    private final Path home;
    private final int port;
    private final Process process;

    private S3Server() throws IOException {
        home = Files.createTempDirectory("s3");
        Files.createDirectory(home.resolve("buckets"));
        port = freePort();
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        JAR.toAbsolutePath().toString(),
                        "--properties",
                        configuration().toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(this::listens);
    }

    private static final class Holder {
        static final S3Server RUNNING = started();

        private static S3Server started() {
            try {
                return new S3Server();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Makes a bucket; its name. */
    public static String newBucket() {
        String name = "test-" + UUID.randomUUID();
        try {
            Files.createDirectory(directory(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return name;
    }

    /** Where the objects of a bucket lie as files. */
    public static Path directory(String bucket) {
        return Holder.RUNNING.home.resolve("buckets").resolve(bucket);
    }

    public static URI endpoint() {
        return URI.create("http://127.0.0.1:" + Holder.RUNNING.port);
    }

    /** As its owner reaches it. */
    public static S3Connection connection() {
        return new S3Connection(endpoint(), null, null, ACCESS_KEY, SECRET_KEY);
    }

    private Path configuration() throws IOException {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "s3proxy.endpoint",
                "http://127.0.0.1:" + port,
                "s3proxy.authorization",
                "aws-v4",
                "s3proxy.identity",
                ACCESS_KEY,
                "s3proxy.credential",
                SECRET_KEY,
                "jclouds.provider",
                "filesystem-nio2",
                "jclouds.filesystem.basedir",
                home.resolve("buckets").toString()));
        Path file = home.resolve("s3proxy.conf");
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        return file;
    }

    private boolean listens() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("S3Proxy has ended: " + Files.readString(home.resolve("log")));
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void end() {
        try {
            process.destroyForcibly().waitFor();
            FileSystemUtils.deleteRecursively(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
