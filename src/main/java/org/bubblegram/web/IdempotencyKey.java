package org.bubblegram.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.storage.Sha256;
import org.jspecify.annotations.Nullable;

/** The header that makes a creation safe to repeat, joined with a digest of what it came with. */
final class IdempotencyKey {
    static final String HEADER = "Idempotency-Key";
    private static final Pattern VALID = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private IdempotencyKey() {}

    /** For what is told apart by those who make it: the key alone, or null. @throws InvalidRequest if it is no key */
    static @Nullable String alone(@Nullable String header) {
        return header == null ? null : valid(header);
    }

    /** Null without header. @throws InvalidRequest if the header is no key */
    static @Nullable CreationKey of(@Nullable String header, byte[] body) {
        return header == null ? null : new CreationKey(valid(header), Sha256.of(body));
    }

    /** Likewise for a request whose path says a part of what is asked. */
    static @Nullable CreationKey of(@Nullable String header, String path, byte[] body) {
        byte[] told = (path + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(told, told.length + body.length);
        System.arraycopy(body, 0, all, told.length, body.length);
        return of(header, all);
    }

    /** Likewise for a request of some texts and a file. */
    static @Nullable CreationKey of(@Nullable String header, String texts, Path file) throws IOException {
        if (header == null) {
            return null;
        }
        String key = valid(header);
        byte[] told = (texts + "\0").getBytes(StandardCharsets.UTF_8);
        try (InputStream in = new SequenceInputStream(new ByteArrayInputStream(told), Files.newInputStream(file))) {
            return new CreationKey(key, Sha256.of(in));
        }
    }

    private static String valid(String header) {
        if (!VALID.matcher(header).matches()) {
            throw new InvalidRequest(HEADER, "must be 1 to 128 visible ASCII characters without spaces");
        }
        return header;
    }
}
