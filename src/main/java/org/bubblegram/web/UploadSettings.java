package org.bubblegram.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How slowly the body of a request may come.
 *
 * @param grace time that any body may take
 * @param bytesPerSecond as fast it must come beyond that, on the whole
 */
@ConfigurationProperties("bubblegram.upload")
record UploadSettings(
        @DefaultValue("20s") Duration grace,
        @DefaultValue("16KB") DataSize bytesPerSecond) {
    UploadSettings {
        if (grace.isNegative() || bytesPerSecond.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "bubblegram.upload.grace must not be negative, and bubblegram.upload.bytes-per-second at least 1");
        }
    }

    /** Whether a caller was waited for too long. */
    boolean tooSlow(Duration waited, long bytes) {
        double allowed = grace.toMillis() / 1e3 + (double) bytes / bytesPerSecond.toBytes();
        return waited.toMillis() / 1e3 > allowed;
    }
}
