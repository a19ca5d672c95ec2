package org.bubblegram.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change that somebody made or tried to make.
 *
 * @param id grows with time
 * @param caller id of who called
 * @param route pattern of the path; null where no route was reached, as when the role was too small
 * @param resource path of what was changed or made
 * @param status of the answer
 * @param address that the request came from
 */
public record AuditEntry(
        long id,
        Instant at,
        String caller,
        String callerName,
        String tenant,
        String method,
        @Nullable String route,
        String resource,
        int status,
        String address,
        String requestId) {}
