package org.bubblegram.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on. Opaque to callers, and good for the kind of list that gave it only.
 *
 * @param kind of list
 * @param after the last item seen
 */
record Cursor(String kind, String after) {
    String text() {
        byte[] bytes = (kind + ":" + after).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What a list of a kind goes on after; empty without cursor. @throws InvalidRequest if that list never gave it */
    static <T> Optional<T> after(String kind, @Nullable String cursor, Function<String, T> value) {
        if (cursor == null) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith(kind + ":") && text.indexOf('\0') < 0) {
                return Optional.of(value.apply(text.substring(kind.length() + 1)));
            }
        } catch (IllegalArgumentException e) {
            throw bad(e);
        }
        throw bad(null);
    }

    private static InvalidRequest bad(@Nullable Throwable cause) {
        InvalidRequest bad = new InvalidRequest("cursor", "is not a cursor that this list gave");
        bad.initCause(cause);
        return bad;
    }
}
