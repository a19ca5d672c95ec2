package org.bubblegram.prediction;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How predictions use the machine.
 *
 * @param maxLoadedModels models kept in memory; one more for each thread while all are in use
 * @param threads photographs are answered on; the engine itself spreads one batch over the cores
 * @param queueCapacity batches that wait at most; further ones are refused
 */
@Validated
@ConfigurationProperties("bubblegram.prediction")
record PredictionSettings(
        @Min(1) @DefaultValue("2") int maxLoadedModels,
        @Min(1) @Max(64) @DefaultValue("1") int threads,
        @Min(1) @DefaultValue("64") int queueCapacity) {}
