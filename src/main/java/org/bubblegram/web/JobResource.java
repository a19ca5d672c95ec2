package org.bubblegram.web;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What the resources of all kinds of jobs have in common: where a new one is watched, and how they are paged.
 *
 * @param name in paths and cursors, such as {@code training-jobs}
 * @param id of a job
 */
record JobResource<J>(String name, Function<J, UUID> id) {
    /** Jobs after a given one, the first ones where null; no more than a limit. */
    @FunctionalInterface
    interface Listing<J> {
        List<J> after(@Nullable UUID last, int limit);
    }

    ResponseEntity<J> accepted(J job) {
        return ResponseEntity.accepted()
                .location(UriComponentsBuilder.fromPath("/v1/{name}/{id}").build(name, id.apply(job)))
                .body(job);
    }

    /** @throws InvalidRequest if this kind of list never gave the cursor */
    Page<J> page(@Nullable String cursor, int limit, Listing<J> jobs) {
        UUID last = Cursor.after(name, cursor, UUID::fromString).orElse(null);
        return Page.of(
                jobs.after(last, limit + 1),
                limit,
                job -> new Cursor(name, id.apply(job).toString()));
    }
}
