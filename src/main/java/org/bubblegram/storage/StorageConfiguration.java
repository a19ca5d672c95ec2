package org.bubblegram.storage;

import java.io.IOException;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({StorageSettings.class, BlobSettings.class})
class StorageConfiguration {
    @Bean
    BlobStore blobStore(StorageSettings home, BlobSettings settings, Clock clock) throws IOException {
        return switch (settings.type()) {
            case DIRECTORY -> new DirectoryBlobStore(home.home().resolve("blobs"), clock);
            case S3 -> {
                BlobSettings.S3 s3 = settings.s3();
                if (s3.bucket().isBlank()) {
                    throw new IllegalStateException(
                            "bubblegram.storage.type is s3, so bubblegram.storage.s3.bucket is needed");
                }
                yield new S3BlobStore(s3.connection().client(), s3.bucket(), s3.prefix());
            }
        };
    }

    /** How the store is reached; nothing of its own where it is no bucket. */
    @Bean
    S3Connection storeConnection(BlobSettings settings) {
        return settings.type() == BlobSettings.Type.S3 ? settings.s3().connection() : S3Connection.DEFAULT;
    }

    @Bean
    StoreUse storeUse(BlobSettings settings, DataSource dataSource) {
        return StoreUse.of(settings, dataSource);
    }

    @Bean(initMethod = "install", destroyMethod = "stop")
    DatabaseOutageFilter databaseOutageFilter() {
        return new DatabaseOutageFilter();
    }

    @Bean
    static BeanPostProcessor postgresDefaults() {
        return new PostgresDefaults();
    }
}
