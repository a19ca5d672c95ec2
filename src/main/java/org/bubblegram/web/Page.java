package org.bubblegram.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A part of a list. */
record Page<T>(
        List<T> items,

        @Schema(description = "Pass it as `cursor` to get what follows; absent at the end.", nullable = true) @Nullable
        String nextCursor) {
    /** A list that is answered whole. */
    static <T> Page<T> whole(List<T> items) {
        return new Page<>(items, null);
    }

    /**
     * @param found the items asked for and one more if there are more
     * @param cursor where the list goes on after an item
     */
    static <T> Page<T> of(List<T> found, int limit, Function<T, Cursor> cursor) {
        if (found.size() <= limit) {
            return whole(found);
        }
        List<T> items = List.copyOf(found.subList(0, limit));
        return new Page<>(items, cursor.apply(items.get(limit - 1)).text());
    }

    <R> Page<R> map(Function<T, R> view) {
        return new Page<>(items.stream().map(view).toList(), nextCursor);
    }
}
