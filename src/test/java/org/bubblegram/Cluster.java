package org.bubblegram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Processes that share a PostgreSQL and a blob store, and nothing else. Workers are missed after two seconds. */
final class Cluster implements AutoCloseable {
    private final Path folder;
    private final Path blobs;
    private final String database = PostgresServer.newEmptyDatabase();
    private final List<ServiceProcess> processes = new ArrayList<>();

    Cluster(Path folder) throws IOException {
        this.folder = folder;
        this.blobs = Files.createDirectory(folder.resolve("blobs"));
    }

    ServiceProcess api() throws IOException {
        return start("api");
    }

    ServiceProcess worker() throws IOException {
        return start("worker");
    }

    /** Each in a home of its own, in which only the blobs are not its own. */
    private ServiceProcess start(String role) throws IOException {
        Path home = Files.createDirectory(folder.resolve(role + processes.size()));
        Files.createSymbolicLink(home.resolve("blobs"), blobs);
        ServiceProcess process = ServiceProcess.start(
                home,
                "--bubblegram.roles=" + role,
                "--bubblegram.demo.enabled=false",
                "--bubblegram.exclusive-storage=false",
                "--bubblegram.jobs.heartbeat-interval=300ms",
                "--bubblegram.jobs.polling-interval=200ms",
                "--spring.datasource.url=" + PostgresServer.url(database),
                "--spring.datasource.username=" + PostgresServer.USER);
        processes.add(process);
        return process;
    }

    /** Keys of all blobs below a folder. */
    List<String> blobs(String below) {
        Path top = blobs.resolve(below);
        if (!Files.isDirectory(top)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(top)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> blobs.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        processes.forEach(ServiceProcess::close);
        PostgresServer.drop(database);
    }
}
