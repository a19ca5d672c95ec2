package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.mock.env.MockEnvironment;

/** A start that is refused leaves the machine as it found it. */
class RefusedStartTest {
    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void noHome() {
        home = folder.resolve("home");
    }

    private void start(String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.addAll(List.of("--bubblegram.home=" + home, "--bubblegram.demo.enabled=false", "--server.port=0"));
        new SpringApplicationBuilder(Bubblegram.class).run(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--server.address=0.0.0.0",
                "--bubblegram.security.bootstrap-key=password",
                "--bubblegram.security.enabled=true",
                "--bubblegram.storage.type=s3",
                "--bubblegram.training.memory-limit=nonsense"
            })
    void aHomeThatWasNotThereIsNotThereAfterwards(String refused) {
        assertThatThrownBy(() -> start(refused)).isInstanceOf(Exception.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void soItIsWhereTheDatabaseIsANewerReleases() throws Exception {
        String database = PostgresServer.newDatabase();
        try (Connection connection =
                        DriverManager.getConnection(PostgresServer.url(database), PostgresServer.USER, "");
                Statement sql = connection.createStatement()) {
            sql.execute("insert into flyway_schema_history values"
                    + " (999, '999', 'later', 'SQL', 'V999__later.sql', 1, 'somebody', now(), 1, true)");
        }
        assertThatThrownBy(() -> start(
                        "--spring.datasource.url=" + PostgresServer.url(database),
                        "--spring.datasource.username=" + PostgresServer.USER))
                .hasRootCauseInstanceOf(FlywayValidateException.class);
        assertThat(folder).isEmptyDirectory();
        PostgresServer.drop(database);
    }

    /** As where a disk is mounted a moment after a process that wants it was started. */
    @Test
    void whatComesToItsPlaceWhileItStartsStays() throws Exception {
        Path database = home.resolve("db").resolve("bubblegram.mv.db");
        FreshHome listener = new FreshHome();
        SpringApplication application = new SpringApplication(Bubblegram.class);
        var environment = new MockEnvironment().withProperty("bubblegram.home", home.toString());
        listener.onApplicationEvent(new ApplicationEnvironmentPreparedEvent(
                new DefaultBootstrapContext(), application, new String[0], environment));
        assertThat(home).isEmptyDirectory();
        Files.move(home, folder.resolve("below the mount"));
        Files.write(Files.createDirectories(database.getParent()).resolve("bubblegram.mv.db"), new byte[] {1});

        listener.onApplicationEvent(new ApplicationFailedEvent(application, new String[0], null, new Exception()));

        assertThat(database).exists();
    }

    @Test
    void aHomeIntoWhichSomethingWasStoredStays() throws Exception {
        FreshHome listener = new FreshHome();
        SpringApplication application = new SpringApplication(Bubblegram.class);
        var environment = new MockEnvironment().withProperty("bubblegram.home", home.toString());
        listener.onApplicationEvent(new ApplicationEnvironmentPreparedEvent(
                new DefaultBootstrapContext(), application, new String[0], environment));
        Path database =
                Files.write(Files.createDirectories(home.resolve("db")).resolve("bubblegram.mv.db"), new byte[1]);
        Files.write(Files.createDirectories(home.resolve("blobs")).resolve("picture"), new byte[1]);

        listener.onApplicationEvent(new ApplicationFailedEvent(application, new String[0], null, new Exception()));

        assertThat(database).exists();
    }

    @Test
    void aHomeThatWasThereKeepsWhatItHad() throws Exception {
        Path mine = Files.writeString(
                Files.createDirectories(home.resolve("uploads")).resolve("mine"), "mine");
        Path empty = Files.createDirectories(home.resolve("empty"));

        assertThatThrownBy(() -> start("--server.address=0.0.0.0")).isInstanceOf(Exception.class);

        assertThat(mine).exists();
        assertThat(empty).exists();
        assertThat(home.resolve("db").resolve("bubblegram.mv.db")).exists();
    }
}
