package org.bubblegram;

import org.springframework.test.context.DynamicPropertyRegistry;

/** Has a service of this process keep what it has as a cluster does: on PostgreSQL and S3. */
final class ClusterStores {
    private ClusterStores() {}

    static void register(DynamicPropertyRegistry registry, String database, String bucket) {
        registry.add("spring.datasource.url", () -> PostgresServer.url(database));
        registry.add("spring.datasource.username", () -> PostgresServer.USER);
        registry.add("bubblegram.storage.type", () -> "s3");
        registry.add("bubblegram.storage.s3.bucket", () -> bucket);
        registry.add("bubblegram.storage.s3.endpoint", S3Server::endpoint);
        registry.add("bubblegram.storage.s3.access-key", () -> S3Server.ACCESS_KEY);
        registry.add("bubblegram.storage.s3.secret-key", () -> S3Server.SECRET_KEY);
    }
}
