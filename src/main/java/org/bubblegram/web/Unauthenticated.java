package org.bubblegram.web;

/** Nobody knows who asks. */
final class Unauthenticated extends RuntimeException {
    private final boolean refused;

    private Unauthenticated(String message, boolean refused) {
        super(message);
        this.refused = refused;
    }

    static Unauthenticated withoutCredentials() {
        return new Unauthenticated("credentials are needed: Authorization: Bearer, then an API key or a token", false);
    }

    /** One text for every reason: which it was is nobody's business who has no right to know. */
    static Unauthenticated refused() {
        return new Unauthenticated("these credentials are unknown, expired or revoked", true);
    }

    /** What RFC 6750 wants said. */
    String challenge() {
        return "Bearer realm=\"bubblegram\"" + (refused ? ", error=\"invalid_token\"" : "");
    }
}
