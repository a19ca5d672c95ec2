package org.bubblegram.jobs;

import java.util.UUID;

/** No comparison of losses has this id. */
public final class ComparisonNotFound extends RuntimeException {
    public ComparisonNotFound(UUID id) {
        super("there is no loss comparison '" + id + "'");
    }
}
