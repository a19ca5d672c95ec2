package org.bubblegram.registry;

import java.io.IOException;
import java.time.Clock;
import org.bubblegram.storage.BlobStore;
import org.bubblegram.storage.ScratchFolder;
import org.bubblegram.storage.StorageSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class RegistryConfiguration {
    @Bean
    ModelRegistry modelRegistry(
            JdbcClient jdbc, TransactionOperations transaction, BlobStore blobs, JsonMapper json, Clock clock) {
        return new ModelRegistry(jdbc, transaction, blobs, json, clock);
    }

    @Bean
    NetworkFiles networkFiles(ModelRegistry registry, JsonMapper json, StorageSettings storage, Clock clock)
            throws IOException {
        return new NetworkFiles(
                registry, json, ScratchFolder.swept(storage.home().resolve("onnx"), clock));
    }

    @Bean
    VersionImport versionImport(ModelRegistry registry, NetworkFiles networks, JsonMapper json) {
        return new VersionImport(registry, networks, json);
    }

    @Bean
    VersionArchive versionArchive(ModelRegistry registry) {
        return new VersionArchive(registry);
    }
}
