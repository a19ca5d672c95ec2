package org.bubblegram.monitoring;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How the service watches itself.
 *
 * @param every so often database, store, disk, engine and models are looked at
 * @param patience a check that has not succeeded for so long is down; a slow or a single failed one is not
 * @param diskFree with less space on the disk of {@code bubblegram.home} the service is not ready
 * @param stuckAfter a batch that has been in its network for so long will never come back: the process is to be restarted
 * @param models that have a label of their own in meters; others share one
 */
@Validated
@ConfigurationProperties("bubblegram.monitoring")
record MonitoringSettings(
        @DurationMin(millis = 1) @DefaultValue("10s") Duration every,
        @DurationMin(millis = 1) @DefaultValue("40s") Duration patience,
        @DefaultValue("1GB") DataSize diskFree,
        @DurationMin(seconds = 1) @DefaultValue("10m") Duration stuckAfter,
        @Min(1) @Max(1000) @DefaultValue("20") int models) {}
