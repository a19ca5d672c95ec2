package org.bubblegram.access;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Who may call and how much.
 *
 * @param enabled whether callers need credentials; null: as soon as there is a way in (a first key, an issuer of tokens,
 *     an admin key in the database)
 * @param bootstrapKey the first admin key, {@code bgk_ID_SECRET}
 * @param bootstrapKeyFile a file that holds it instead
 * @param metricsKey a key that reads meters and does nothing else, of the same form
 * @param metricsKeyFile a file that holds it instead
 * @param rotationGrace how long the old secret of a rotated key opens too
 * @param sessionLifetime how long a sign-in lasts at most
 * @param requestsPerMinute of each caller whose key says nothing else, on each process
 * @param maxBody of one request of each caller whose key says nothing else; null: what its resource takes
 * @param auditRetention how long changes stay in the log
 */
@Validated
@ConfigurationProperties("bubblegram.security")
public record AccessSettings(
        @Nullable Boolean enabled,
        @Nullable String bootstrapKey,
        @Nullable Path bootstrapKeyFile,
        @Nullable String metricsKey,
        @Nullable Path metricsKeyFile,
        @DurationMin @DefaultValue("24h") Duration rotationGrace,
        @DurationMin(minutes = 1) @DefaultValue("12h") Duration sessionLifetime,
        @Min(1) @Max(RateLimits.MOST) @DefaultValue("1200") int requestsPerMinute,
        @Nullable DataSize maxBody,
        @DurationMin(days = 1) @DefaultValue("365d") Duration auditRetention) {
    /** Without the keys: settings end up in logs. */
    @Override
    public String toString() {
        return "AccessSettings[enabled=" + enabled + "]";
    }
}
