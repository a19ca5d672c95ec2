package org.bubblegram.prediction;

import java.time.Clock;
import java.util.concurrent.Executors;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.NetworkFiles;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PredictionSettings.class)
class PredictionConfiguration {
    @Bean
    Predictor predictor(
            ModelRegistry registry,
            NetworkFiles files,
            ImageDecoder decoder,
            PredictionSettings settings,
            Clock clock) {
        ModelLoader loader = new ModelLoader(registry, files);
        LoadedModels<LoadedModel> models = new LoadedModels<>(
                loader::load,
                new LoadedModels.Handling<>(LoadedModel::bytes, LoadedModel::close),
                settings.modelMemory().toBytes(),
                Executors.newSingleThreadExecutor(TensorEngine.evaluationThreads("loading")));
        return new Predictor(new Succession(registry, models, clock)::resolve, models, decoder, settings);
    }

    @Bean
    Promotion promotion(ModelRegistry registry, Predictor predictor) {
        return new Promotion(registry, predictor);
    }
}
