package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class MigrationTest {
    @TempDir
    Path home;

    @Test
    void aStartThatOnlyMigratesMakesEveryTableAndEnds() throws Exception {
        Bubblegram.main(new String[] {"--bubblegram.migrate-only=true", "--spring.datasource.url=" + database()});

        try (Stream<Path> files = Files.list(home)) { // neither blobs nor caches: the service itself never started
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .allMatch(name -> name.startsWith("bubblegram."));
        }
        assertThat(migrationsDone()).isEqualTo(migrationsThereAre());
    }

    @Test
    void whatIsUpToDateStaysAsItIs() throws Exception {
        Migration.run("--spring.datasource.url=" + database());
        Migration.run("--spring.datasource.url=" + database());

        assertThat(migrationsDone()).isEqualTo(migrationsThereAre());
    }

    @Test
    void aDatabaseOutOfReachIsAFailure() {
        assertThatThrownBy(() -> Migration.run("--spring.datasource.url=" + database() + ";IFEXISTS=TRUE"))
                .hasStackTraceContaining("not found");
    }

    @Test
    void aDatabaseThatANewerReleaseHasChangedIsRefusedAndStaysAsItIs(CapturedOutput output) throws Exception {
        Migration.run("--spring.datasource.url=" + database());
        execute("insert into \"flyway_schema_history\" select 999, '999', 'of a newer release', \"type\", \"script\","
                + " \"checksum\", \"installed_by\", \"installed_on\", \"execution_time\", true"
                + " from \"flyway_schema_history\" where \"version\" = '1'");
        int before = migrationsDone();

        assertThatThrownBy(() -> Migration.run("--spring.datasource.url=" + database()));

        assertThat(output).contains("APPLICATION FAILED TO START", "another release", "999", "src/docs/upgrading.md");
        assertThat(migrationsDone()).isEqualTo(before);
    }

    @Test
    void aDatabaseThatOtherMigrationsHaveMadeIsRefused(CapturedOutput output) throws Exception {
        Migration.run("--spring.datasource.url=" + database());
        execute("update \"flyway_schema_history\" set \"checksum\" = 1 where \"version\" = '2'");

        assertThatThrownBy(() -> Migration.run("--spring.datasource.url=" + database()));

        assertThat(output).contains("APPLICATION FAILED TO START", "version 2", "src/docs/upgrading.md");
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/upgrade/checksums.csv")
    void migrationsOfEarlierReleasesAreAsTheyWere(String version, int checksum) throws Exception {
        Migration.run("--spring.datasource.url=" + database());

        try (var connection = DriverManager.getConnection(database(), "sa", "");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select \"checksum\" from \"flyway_schema_history\" where \"version\" = '" + version + "'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(checksum);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(database(), "sa", "");
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"--bubblegram.migrate-only=true, true", "--bubblegram.migrate-only=false, false", "--other=1, false"})
    void theServiceStartsUnlessOnlyMigrationIsWanted(String argument, boolean wanted) {
        assertThat(Migration.isAllThatIsWanted(argument)).isEqualTo(wanted);
    }

    private String database() {
        return "jdbc:h2:" + home + "/bubblegram;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";
    }

    private int migrationsDone() throws SQLException {
        try (var connection = DriverManager.getConnection(database(), "sa", "");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select count(*) from \"flyway_schema_history\" where \"version\" is not null")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static int migrationsThereAre() throws Exception {
        Path folder = Path.of(MigrationTest.class.getResource("/db/migration").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.filter(file -> file.toString().endsWith(".sql")).count();
        }
    }
}
