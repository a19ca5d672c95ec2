package org.bubblegram.access;

/**
 * A key at the only moment at which its secret is known here.
 *
 * @param secret the whole text that opens
 */
public record IssuedKey(ApiKey key, String secret) {
    /** Without the secret: records end up in logs. */
    @Override
    public String toString() {
        return "IssuedKey[" + key.id() + "]";
    }
}
