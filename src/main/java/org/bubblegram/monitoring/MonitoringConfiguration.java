package org.bubblegram.monitoring;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.bubblegram.dataset.Datasets;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.jobs.JobCounts;
import org.bubblegram.prediction.Predictor;
import org.bubblegram.prediction.PreloadedModels;
import org.bubblegram.storage.BlobStore;
import org.bubblegram.storage.StorageSettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health indicators go by the names of their beans: application.yml says which of them readiness needs. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MonitoringSettings.class)
class MonitoringConfiguration {
    /** @param registry not asked for before a store is made: what processes beans is made before other beans */
    @Bean
    static BeanPostProcessor countedStores(ObjectProvider<MeterRegistry> registry) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof BlobStore store ? StoreErrors.counted(store, registry.getObject()) : bean;
            }
        };
    }

    @Bean
    Inventory inventory(JobCounts jobs, Datasets datasets) {
        return new Inventory(jobs, datasets);
    }

    @Bean
    Probe databaseHealthIndicator(Inventory inventory, MonitoringSettings settings) {
        return probe("database", inventory::look, settings);
    }

    @Bean
    Probe storeHealthIndicator(BlobStore blobs, MonitoringSettings settings) {
        return probe("store", () -> Checks.store(blobs), settings);
    }

    @Bean
    Probe diskHealthIndicator(StorageSettings storage, MonitoringSettings settings) {
        Path home = storage.home().toAbsolutePath();
        long least = settings.diskFree().toBytes();
        return probe("disk", () -> Checks.disk(home, least), settings);
    }

    @Bean
    Probe engineHealthIndicator(MonitoringSettings settings) {
        return probe("engine", Checks::engine, settings);
    }

    @Bean
    Probe modelsHealthIndicator(PreloadedModels models, MonitoringSettings settings) {
        return probe("models", () -> Checks.models(models), settings);
    }

    private static Probe probe(String name, Probe.Check check, MonitoringSettings settings) {
        return new Probe(name, check, settings.patience(), System::nanoTime);
    }

    @Bean
    EngineLiveness computationHealthIndicator(Predictor predictor, MonitoringSettings settings) {
        return new EngineLiveness(predictor::longestComputation, settings.stuckAfter());
    }

    @Bean
    ProbeRounds probeRounds(List<Probe> probes, MonitoringSettings settings) {
        return new ProbeRounds(probes, settings.every(), TensorEngine.evaluationThreads("health"));
    }

    @Bean
    PredictionMeters predictionMeters(MeterRegistry registry, MonitoringSettings settings) {
        return new PredictionMeters(registry, settings.models(), System::nanoTime);
    }

    @Bean
    TrainingMeters trainingMeters(Clock clock) {
        return new TrainingMeters(clock);
    }

    @Bean
    ProcessGauges processGauges(Predictor predictor, StorageSettings storage, List<Probe> probes) {
        return new ProcessGauges(predictor, storage.home().toAbsolutePath(), probes);
    }
}
