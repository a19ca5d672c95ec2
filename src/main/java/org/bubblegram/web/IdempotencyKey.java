package org.bubblegram.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.bubblegram.storage.CreationKey;
import org.jspecify.annotations.Nullable;

/** The header that makes a creation safe to repeat, joined with a digest of what it came with. */
final class IdempotencyKey {
    static final String HEADER = "Idempotency-Key";
    private static final Pattern VALID = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private IdempotencyKey() {}

    /** Null without header. @throws InvalidRequest if the header is no key */
    static @Nullable CreationKey of(@Nullable String header, byte[] body) {
        return header == null ? null : new CreationKey(valid(header), hex(sha256().digest(body)));
    }

    /** Likewise for a request of some texts and a file. */
    static @Nullable CreationKey of(@Nullable String header, String texts, Path file) throws IOException {
        if (header == null) {
            return null;
        }
        String key = valid(header);
        MessageDigest digest = sha256();
        digest.update(texts.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            in.transferTo(out);
        }
        return new CreationKey(key, hex(digest.digest()));
    }

    private static String valid(String header) {
        if (!VALID.matcher(header).matches()) {
            throw new InvalidRequest(HEADER, "must be 1 to 128 visible ASCII characters without spaces");
        }
        return header;
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
