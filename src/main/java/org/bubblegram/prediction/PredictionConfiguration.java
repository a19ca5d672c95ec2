package org.bubblegram.prediction;

import org.bubblegram.image.ImageDecoder;
import org.bubblegram.registry.ModelRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PredictionSettings.class)
class PredictionConfiguration {
    @Bean
    Predictor predictor(ModelRegistry registry, JsonMapper json, ImageDecoder decoder, PredictionSettings settings) {
        ModelLoader loader = new ModelLoader(registry, json);
        LoadedModels<LoadedModel> models =
                new LoadedModels<>(loader::load, LoadedModel::close, settings.maxLoadedModels());
        return new Predictor(registry::resolve, models, decoder, settings);
    }
}
