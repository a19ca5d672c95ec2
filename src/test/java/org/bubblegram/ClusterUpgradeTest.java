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
        ClusterStores.register(registry, database, bucket);
    }

    @AfterAll
    static void drop() {
        PostgresServer.drop(database);
    }
}
