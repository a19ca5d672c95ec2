package org.bubblegram;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.springframework.util.FileSystemUtils;

/**
 * A real PostgreSQL on this machine, unpacked from the class path. It starts with the first database that is asked for and
 * ends with the process. It sorts text as people do, not as H2 does, so that nothing comes to rest on that.
 */
public final class PostgresServer implements AutoCloseable {
    public static final String USER = "bubblegram";

    private static final String NOBODY = "65534"; // PostgreSQL does not run as root
    private static final String TEMPLATE = "migrated";
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path home;
    private final int port;
    private Process process;

    private PostgresServer() throws IOException, InterruptedException {
        home = Files.createTempDirectory("postgres");
        unpack();
        port = freePort();
        initialize();
        process = serve();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(this::answers);
        execute("create database " + TEMPLATE);
        Flyway.configure().dataSource(address(TEMPLATE), USER, "").load().migrate();
    }

    private static final class Holder {
        static final PostgresServer RUNNING = started();

        private static PostgresServer started() {
            try {
                return new PostgresServer();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("PostgreSQL does not start", e);
            }
        }
    }

    /** One that nobody else uses, and that may be killed. */
    static PostgresServer ofItsOwn() throws IOException, InterruptedException {
        return new PostgresServer();
    }

    /** Where an empty database is, for JDBC. */
    String url() {
        return address("postgres");
    }

    /** kill -9 of it and of all its processes. */
    void kill() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(0, process.toHandle()); // first of all, or it starts the others anew
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    /** After {@link #kill}. */
    void startAgain() throws IOException {
        process = serve();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(this::answers);
    }

    private Process serve() throws IOException {
        return start(
                "postgres", "-D", data(), "-p", "" + port, "-h", "127.0.0.1", "-c", "unix_socket_directories=", "-F");
    }

    /** Makes a database with all migrations; its name. */
    public static String newDatabase() {
        String name = "test_" + UUID.randomUUID().toString().replace('-', '_');
        Holder.RUNNING.execute("create database " + name + " template " + TEMPLATE + " strategy file_copy");
        return name;
    }

    /** Makes a database without anything in it; its name. */
    public static String newEmptyDatabase() {
        String name = "empty_" + UUID.randomUUID().toString().replace('-', '_');
        Holder.RUNNING.execute("create database " + name);
        return name;
    }

    /** Ends whoever uses it. */
    public static void drop(String database) {
        Holder.RUNNING.execute("drop database " + database + " with (force)");
    }

    /** Ends whoever uses it, and lets nobody in. */
    public static void refuse(String database) {
        Holder.RUNNING.execute("alter database " + database + " allow_connections false");
        Holder.RUNNING.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database + "'");
    }

    /** From now on it lets in again. */
    public static void accept(String database) {
        Holder.RUNNING.execute("alter database " + database + " allow_connections true");
    }

    /** Where a database is, for JDBC; {@link #USER} needs no password. */
    public static String url(String database) {
        return Holder.RUNNING.address(database);
    }

    private String address(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("PostgreSQL has ended: " + log());
        }
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(address("postgres"), USER, "");
    }

    private void initialize() throws IOException, InterruptedException {
        Files.createDirectories(Path.of(data()));
        if (ROOT) {
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setAttribute(Path.of(data()), "unix:uid", Integer.parseInt(NOBODY));
        }
        Process initdb = start(
                "initdb",
                "-D",
                data(),
                "-U",
                USER,
                "-A",
                "trust",
                "--no-sync",
                "-E",
                "UTF8",
                "--locale=C",
                "--locale-provider=icu",
                "--icu-locale=en-US");
        if (initdb.waitFor() != 0) {
            throw new IllegalStateException("initdb has failed: " + log());
        }
    }

    private Process start(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                .start();
    }

    private void unpack() throws IOException {
        String archive = "/postgres-" + platform() + ".txz";
        try (InputStream packed = Objects.requireNonNull(getClass().getResourceAsStream(archive), archive);
                var tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar);
            }
        }
    }

    private void unpack(TarArchiveEntry entry, InputStream content) throws IOException {
        Path path = home.resolve(entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, path);
        if ((entry.getMode() & 0111) != 0) {
            path.toFile().setExecutable(true, false);
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String name = system.startsWith("mac") ? "darwin" : system.startsWith("windows") ? "windows" : "linux";
        return name + (System.getProperty("os.arch").equals("aarch64") ? "-arm_64" : "-x86_64");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String data() {
        return home.resolve("data").toString();
    }

    private Path logFile() {
        return home.resolve("log");
    }

    private String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            process.destroy();
            process.waitFor();
            FileSystemUtils.deleteRecursively(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
