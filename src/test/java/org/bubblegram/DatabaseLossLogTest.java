package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes say of a database that is away for as long as they poll it, give signs of life and answer 503. */
@Tag("faults")
class DatabaseLossLogTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration AWAY = Duration.ofSeconds(45);

    /** A job that another process has queued again meanwhile is no matter of the database. */
    private static final String LOST_JOB = "(?m)^.* Failed while completing execution .*\\R(?:(?!\\d{4}-).*\\R)*";

    private static final String LONG_JOB = """
            {"dataset": "small", "model": "froth", "input": {"size": 32}, "batchSize": 8,
             "epochs": 1000, "earlyStopping": {"patience": 1000}}""";

    @Test
    void aLostDatabaseIsSaidOnceByEachPartAndNoStackTraceFillsTheLog(@TempDir Path folder) throws Exception {
        try (PostgresServer database = PostgresServer.ofItsOwn();
                Cluster cluster = new Cluster(folder, database.url())) {
            ServiceProcess answering = cluster.api();
            ServiceProcess working = cluster.worker();
            Api api = answering.api();
            api.create("/v1/datasets", """
                    {"name": "small", "render": {"images": 24, "width": 64, "height": 64}}""");
            api.create("/v1/training-jobs", LONG_JOB);
            Awaitility.await().atMost(PATIENCE).until(() -> working.log().contains("taken up"));

            int answeringBefore = answering.log().length();
            int workingBefore = working.log().length();
            database.kill();
            long end = System.nanoTime() + AWAY.toNanos();
            int refused = 0;
            while (System.nanoTime() < end) {
                refused += api.send(api.request("/v1/models")).statusCode() == 503 ? 1 : 0;
            }
            database.startAgain();
            awaitBack(answering, answeringBefore);
            awaitBack(working, workingBefore);

            assertThat(refused).isGreaterThan(2);
            assertQuiet(answering.log().substring(answeringBefore), "database_unavailable, from GET /v1/models on");
            String worked = working.log().substring(workingBefore);
            assertQuiet(worked.replaceAll(LOST_JOB, ""), "the queue finds no database");
        }
    }

    private static void awaitBack(ServiceProcess process, int before) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> process.log().substring(before).contains("database is well again"));
    }

    private static void assertQuiet(String log, String said) {
        List<String> lines = log.lines().toList();
        assertThat(lines).as(log).hasSizeLessThan(25).noneMatch(line -> line.startsWith("\tat "));
        assertThat(lines).noneMatch(line -> line.contains(" ERROR "));
        for (String each : List.of(said, "database is well again")) {
            assertThat(lines).as(each).filteredOn(line -> line.contains(each)).hasSize(1);
        }
        assertThat(lines) // once for the connections that broke, once for new ones
                .filteredOn(line -> line.contains("database is not well"))
                .hasSizeBetween(1, 2);
    }
}
