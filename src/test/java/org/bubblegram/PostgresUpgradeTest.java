package org.bubblegram;

import org.junit.jupiter.api.AfterAll;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** On PostgreSQL. */
@DirtiesContext // its connections go before its database
class PostgresUpgradeTest extends UpgradeContract {
    private static String database;

    @DynamicPropertySource
    static void earlierRelease(DynamicPropertyRegistry registry) {
        database = PostgresServer.newEmptyDatabase();
        var source = new PGSimpleDataSource();
        source.setURL(PostgresServer.url(database));
        source.setUser(PostgresServer.USER);
        EarlierRelease.restore(source, home);
        registry.add("spring.datasource.url", () -> PostgresServer.url(database));
        registry.add("spring.datasource.username", () -> PostgresServer.USER);
    }

    @AfterAll
    static void drop() {
        PostgresServer.drop(database);
    }
}
