package org.bubblegram.storage;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({StorageSettings.class, BlobSettings.class})
class StorageConfiguration {
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);

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
                yield new S3BlobStore(client(s3), s3.bucket(), s3.prefix());
            }
        };
    }

    private static S3Client client(BlobSettings.S3 s3) {
        var builder = S3Client.builder()
                .region(Region.of(s3.region()))
                .forcePathStyle(s3.bucketInPath())
                .credentialsProvider(credentials(s3))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECTING)
                        .socketTimeout(SILENCE))
                // what servers other than Amazon's need not know
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        if (s3.endpoint() != null) {
            builder.endpointOverride(s3.endpoint());
        }
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(BlobSettings.S3 s3) {
        String key = s3.accessKey();
        String secret = s3.secretKey();
        return key == null || secret == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret));
    }

    @Bean
    StoreUse storeUse(BlobSettings settings, DataSource dataSource) {
        return StoreUse.of(settings, dataSource);
    }

    @Bean
    static BeanPostProcessor postgresDefaults() {
        return new PostgresDefaults();
    }
}
