package org.bubblegram.prediction;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How predictions use the machine. BENCHMARKS.md says how the defaults were measured.
 *
 * @param modelMemory that loaded models may hold; those in use stay, even if they hold more
 * @param threads on which batches go through the network; each batch is spread over the processors besides
 * @param batch pictures that go through the network together at most
 * @param batchDelay how long a picture waits for others to join its batch
 * @param queueCapacity requests answered at a time, those that wait included; further ones are refused
 * @param deadline within which a request is answered or given up
 * @param preload references of models that are brought into memory at the start; the service is ready once they are
 */
@Validated
@ConfigurationProperties("bubblegram.prediction")
record PredictionSettings(
        @DefaultValue("1GB") DataSize modelMemory,
        @Min(1) @Max(64) @DefaultValue("1") int threads,
        @Min(1) @Max(256) @DefaultValue("4") int batch,
        @DurationMin @DefaultValue("0ms") Duration batchDelay,
        @Min(1) @DefaultValue("64") int queueCapacity,
        @DurationMin(millis = 1) @DefaultValue("30s") Duration deadline,
        @DefaultValue List<String> preload) {}
