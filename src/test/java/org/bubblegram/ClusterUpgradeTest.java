package org.bubblegram;

import org.junit.jupiter.api.AfterAll;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** On PostgreSQL and S3. */
class ClusterUpgradeTest extends UpgradeContract {
    private static String database;

    @DynamicPropertySource
    static void earlierRelease(DynamicPropertyRegistry registry) {
        database = PostgresServer.newEmptyDatabase();
        var source = new PGSimpleDataSource();
        source.setURL(PostgresServer.url(database));
        source.setUser(PostgresServer.USER);
        String bucket = S3Server.newBucket();
        EarlierRelease.restore(source, S3Server.directory(bucket));
        registry.add("spring.datasource.url", () -> PostgresServer.url(database));
        registry.add("spring.datasource.username", () -> PostgresServer.USER);
        registry.add("bubblegram.storage.type", () -> "s3");
        registry.add("bubblegram.storage.s3.bucket", () -> bucket);
        registry.add("bubblegram.storage.s3.endpoint", S3Server::endpoint);
        registry.add("bubblegram.storage.s3.access-key", () -> S3Server.ACCESS_KEY);
        registry.add("bubblegram.storage.s3.secret-key", () -> S3Server.SECRET_KEY);
    }

    @AfterAll
    static void drop() {
        PostgresServer.drop(database);
    }
}
