package org.bubblegram.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bubblegram.storage.Sha256;

/**
 * What a caller presents: {@code bgk_ID_SECRET}, 16 and 64 hexadecimal digits, so that scanners for leaked secrets can
 * know it by its form.
 */
record KeyText(String id, String text) {
    private static final Pattern FORM = Pattern.compile("bgk_([0-9a-f]{16})_[0-9a-f]{64}");
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;

    static KeyText random(SecureRandom random) {
        return renewed(hex(random, ID_BYTES), random);
    }

    /** Another secret for a key. */
    static KeyText renewed(String id, SecureRandom random) {
        return new KeyText(id, "bgk_" + id + "_" + hex(random, SECRET_BYTES));
    }

    static String hex(SecureRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Empty if it is no key at all. */
    static Optional<KeyText> parse(String presented) {
        Matcher matcher = FORM.matcher(presented);
        return matcher.matches() ? Optional.of(new KeyText(matcher.group(1), presented)) : Optional.empty();
    }

    String digest() {
        return Sha256.of(text);
    }

    /** Whether a stored digest is this one's, in a time that says nothing about where they differ. */
    boolean has(String stored) {
        return MessageDigest.isEqual(
                digest().getBytes(StandardCharsets.US_ASCII), stored.getBytes(StandardCharsets.US_ASCII));
    }

    /** Without the secret: records end up in logs. */
    @Override
    public String toString() {
        return "bgk_" + id + "_...";
    }
}
