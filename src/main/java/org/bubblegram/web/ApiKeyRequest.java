package org.bubblegram.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Set;
import org.bubblegram.access.Allowance;
import org.bubblegram.access.Caller;
import org.bubblegram.access.NewApiKey;
import org.bubblegram.access.RateLimits;
import org.bubblegram.access.Role;
import org.jspecify.annotations.Nullable;

/** What a key shall be. */
record ApiKeyRequest(
        @Schema(description = "For people.", example = "camera 7")
        @NotNull
        @Size(max = 64)
        @Pattern(regexp = "(?=.*\\S)[^\\p{Cntrl}\\p{Cs}]+", message = "must be text")
        String name,

        @Schema(
                description =
                        "`predict`, `train`, `admin`: each includes those before it. `metrics` reads `/actuator/prometheus` and nothing else.")
        @NotEmpty
        Set<Role> roles,

        @Schema(description = "Whom the caller works for. Queues are fair between tenants; data is not kept apart.")
        @Pattern(regexp = DatasetRequest.NAME)
        @Nullable
        String tenant,

        @Schema(description = "From then on it opens nothing; absent: never.") @Nullable
        Instant expiresAt,

        @Schema(description = "As many at once too; absent: as configured.") @Min(1) @Max(RateLimits.MOST) @Nullable
        Integer requestsPerMinute,

        @Schema(description = "Of one request; absent: as configured.") @Min(1) @Nullable
        Long maxBodyBytes) {
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** @throws InvalidRequest if it had expired before it was made, or never would in the years of this calendar */
    NewApiKey key(Instant now) {
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw new InvalidRequest("expiresAt", "must be in the future");
        }
        if (expiresAt != null && expiresAt.isAfter(LATEST)) { // not every database knows later times
            throw new InvalidRequest("expiresAt", "must be before the year 10000");
        }
        return new NewApiKey(
                name,
                tenant == null ? Caller.DEFAULT_TENANT : tenant,
                roles,
                new Allowance(requestsPerMinute, maxBodyBytes),
                expiresAt);
    }
}
