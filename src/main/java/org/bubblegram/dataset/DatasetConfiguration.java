package org.bubblegram.dataset;

import java.time.Clock;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.storage.BlobStore;
import org.bubblegram.storage.StoreUse;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ImportSettings.class)
class DatasetConfiguration {
    @Bean
    Importer importer(ImageDecoder decoder, ImportSettings settings) {
        return new Importer(decoder, settings);
    }

    @Bean
    Datasets datasets(
            JdbcOperations jdbc, TransactionOperations transactions, BlobStore blobs, Importer importer, Clock clock) {
        return new Datasets(jdbc, transactions, blobs, importer, clock);
    }

    @Bean
    DatasetSweep datasetSweep(StoreUse use, Datasets datasets) {
        return new DatasetSweep(use, datasets);
    }
}
