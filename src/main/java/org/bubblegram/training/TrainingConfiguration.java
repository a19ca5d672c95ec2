package org.bubblegram.training;

import java.time.Clock;
import org.bubblegram.dataset.Datasets;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.network.Backbones;
import org.bubblegram.storage.BlobStore;
import org.bubblegram.storage.StorageSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TrainingSettings.class)
class TrainingConfiguration {
    @Bean
    TrainingCache trainingCache(StorageSettings storage, TrainingSettings settings, Clock clock) {
        return new TrainingCache(
                storage.home().resolve("cache"), settings.cacheLimit().toBytes(), clock);
    }

    @Bean
    Feasibility feasibility(TrainingCache cache, TrainingSettings settings) {
        return new Feasibility(cache, settings.memoryBytes());
    }

    @Bean
    @SuppressWarnings("checkstyle:ParameterNumber") // beans
    Training training(
            Datasets datasets,
            ImageDecoder decoder,
            Backbones backbones,
            TrainingCache cache,
            Feasibility feasibility,
            Clock clock) {
        return new Training(datasets, decoder, backbones, cache, feasibility, clock);
    }

    @Bean
    @SuppressWarnings("checkstyle:ParameterNumber") // beans
    LossComparison lossComparison(
            Datasets datasets,
            ImageDecoder decoder,
            Backbones backbones,
            TrainingCache cache,
            Feasibility feasibility,
            BlobStore blobs) {
        return new LossComparison(
                datasets,
                size -> new SampleInputs(datasets, decoder, new Preprocessing(size)),
                backbones,
                cache,
                feasibility,
                new Checkpoints(blobs, "comparisons/"));
    }
}
