package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
