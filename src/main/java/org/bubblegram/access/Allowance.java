package org.bubblegram.access;

import org.jspecify.annotations.Nullable;

/**
 * How much a caller may ask for.
 *
 * @param requestsPerMinute as many at once too; null: what is configured for all
 * @param maxBodyBytes of one request; null: what is configured for all
 */
public record Allowance(
        @Nullable Integer requestsPerMinute, @Nullable Long maxBodyBytes) {
    public static final Allowance CONFIGURED = new Allowance(null, null);
}
