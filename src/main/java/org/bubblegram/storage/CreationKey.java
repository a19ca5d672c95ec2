package org.bubblegram.storage;

/**
 * Makes a creation safe to repeat.
 *
 * @param key the caller's Idempotency-Key, 1 to {@value #MAX_LENGTH} characters
 * @param requestDigest SHA-256 of the request, so that the same key with another request is an error
 */
public record CreationKey(String key, String requestDigest) {
    public static final int MAX_LENGTH = 255;

    public CreationKey {
        if (key.isBlank() || key.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an Idempotency-Key has 1 to " + MAX_LENGTH + " characters");
        }
    }
}
