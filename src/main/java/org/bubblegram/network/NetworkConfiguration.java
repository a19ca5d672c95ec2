package org.bubblegram.network;

import java.time.Duration;
import org.bubblegram.storage.StorageSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BackboneSettings.class)
class NetworkConfiguration {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Bean
    Backbones backbones(BackboneSettings settings, StorageSettings storage) {
        return new Backbones(settings, storage.home().resolve("backbones"), PATIENCE);
    }
}
