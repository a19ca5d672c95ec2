package org.bubblegram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Processes that share a PostgreSQL and a bucket, and nothing else. Workers are missed after six seconds. */
final class Cluster implements AutoCloseable {
    private final Path folder;
    private final String bucket = S3Server.newBucket();
    private final String database;
    private final List<ServiceProcess> processes = new ArrayList<>();

    /** @param folder for the homes of its processes */
    Cluster(Path folder) {
        this(folder, PostgresServer.url(PostgresServer.newEmptyDatabase()));
    }

    /** @param database of PostgreSQL, for JDBC */
    Cluster(Path folder, String database) {
        this.folder = folder;
        this.database = database;
    }

    ServiceProcess api() throws IOException {
        return start("api");
    }

    ServiceProcess worker() throws IOException {
        return start("worker");
    }

    private ServiceProcess start(String role) throws IOException {
        ServiceProcess process = ServiceProcess.start(
                Files.createDirectory(folder.resolve(role + processes.size())),
                "--bubblegram.roles=" + role,
                "--bubblegram.demo.enabled=false",
                "--bubblegram.jobs.heartbeat-interval=1s",
                "--bubblegram.jobs.polling-interval=200ms",
                "--bubblegram.storage.type=s3",
                "--bubblegram.storage.s3.bucket=" + bucket,
                "--bubblegram.storage.s3.endpoint=" + S3Server.endpoint(),
                "--bubblegram.storage.s3.access-key=" + S3Server.ACCESS_KEY,
                "--bubblegram.storage.s3.secret-key=" + S3Server.SECRET_KEY,
                "--spring.datasource.url=" + database,
                "--spring.datasource.username=" + PostgresServer.USER);
        processes.add(process);
        return process;
    }

    /** Keys of all blobs below a folder. */
    List<String> blobs(String below) {
        Path store = S3Server.directory(bucket);
        Path top = store.resolve(below);
        if (!Files.isDirectory(top)) {
            return List.of();
        }
        List<String> keys = new ArrayList<>();
        try {
            Files.walkFileTree(top, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    keys.add(store.relativize(file).toString());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE; // deleted since its folder was read
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
                    return FileVisitResult.CONTINUE; // likewise
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keys.stream().sorted().toList();
    }

    @Override
    public void close() {
        processes.forEach(ServiceProcess::close);
    }
}
