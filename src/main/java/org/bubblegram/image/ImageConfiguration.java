package org.bubblegram.image;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Supplies the decoder, with the limits that the operator set. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ImageConfiguration.ImageSettings.class)
class ImageConfiguration {
    @Bean
    ImageLimits imageLimits(ImageSettings settings) {
        return settings.limits();
    }

    @Bean
    ImageDecoder imageDecoder(ImageLimits limits) {
        return new ImageDecoder(limits);
    }

    /**
     * What may be decoded.
     *
     * @param maxBytes of one file, 64MB if absent
     * @param maxPixels of one picture, 64,000,000 if absent
     */
    @ConfigurationProperties("bubblegram.images")
    record ImageSettings(
            @Nullable DataSize maxBytes, @Nullable Long maxPixels) {
        ImageLimits limits() {
            return new ImageLimits(
                    maxBytes == null ? ImageLimits.DEFAULT.maxBytes() : maxBytes.toBytes(),
                    maxPixels == null ? ImageLimits.DEFAULT.maxPixels() : maxPixels);
        }
    }
}
