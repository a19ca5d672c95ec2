package org.bubblegram.storage;

import java.io.IOException;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StorageSettings.class)
class StorageConfiguration {
    @Bean
    BlobStore blobStore(StorageSettings settings, Clock clock) throws IOException {
        return new DirectoryBlobStore(settings.home().resolve("blobs"), clock);
    }
}
