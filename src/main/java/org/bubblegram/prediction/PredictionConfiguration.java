package org.bubblegram.prediction;

import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import java.util.concurrent.Executors;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.NetworkFiles;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PredictionSettings.class)
class PredictionConfiguration {
    @Bean
    Watch predictionWatch(
            ObjectProvider<ObservationRegistry> observations, ObjectProvider<PredictionListener> listeners) {
        return new Watch(
                observations.getIfAvailable(() -> ObservationRegistry.NOOP),
                listeners.orderedStream().toList());
    }

    /** Closed by the predictor, once its threads have let go of it. */
    @Bean(destroyMethod = "")
    LoadedModels<LoadedModel> loadedModels(ModelRegistry registry, NetworkFiles files, PredictionSettings settings) {
        ModelLoader loader = new ModelLoader(registry, files);
        return new LoadedModels<>(
                loader::load,
                new LoadedModels.Handling<>(LoadedModel::bytes, LoadedModel::close),
                settings.modelMemory().toBytes(),
                Executors.newSingleThreadExecutor(TensorEngine.evaluationThreads("loading")));
    }

    @Bean
    Succession succession(ModelRegistry registry, LoadedModels<LoadedModel> models, Clock clock) {
        return new Succession(registry, models, clock);
    }

    @Bean
    Predictor predictor(
            Succession succession,
            LoadedModels<LoadedModel> models,
            ImageDecoder decoder,
            PredictionSettings settings,
            Watch watch) {
        return new Predictor(succession::resolve, models, decoder, settings, watch);
    }

    @Bean
    PreloadedModels preloadedModels(ModelRegistry registry, Predictor predictor, PredictionSettings settings) {
        return new PreloadedModels(
                registry::resolve,
                predictor::load,
                settings.preload().stream().map(ModelReference::parse).toList());
    }

    @Bean
    Readiness readiness(ModelRegistry registry, Predictor predictor, Clock clock) {
        return new Readiness(registry, predictor::holds, clock);
    }

    @Bean
    Promotion promotion(ModelRegistry registry, Predictor predictor) {
        return new Promotion(registry, predictor);
    }
}
