package org.bubblegram.dataset;

import java.time.Clock;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.storage.BlobStore;
import org.bubblegram.storage.Buckets;
import org.bubblegram.storage.S3Connection;
import org.bubblegram.storage.StoreUse;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ImportSettings.class)
class DatasetConfiguration {
    @Bean
    @Lazy // most installations have none, and no region either
    Buckets buckets(ImportSettings settings, S3Connection store) {
        return new Buckets(settings.s3().or(store));
    }

    @Bean
    Importer importer(ImageDecoder decoder, ImportSettings settings, ObjectProvider<Buckets> buckets) {
        if (!settings.prefixes().isEmpty()) {
            buckets.getObject(); // what cannot work is told at the start
        }
        return new Importer(decoder, settings, buckets::getObject);
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
