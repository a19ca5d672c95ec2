package org.bubblegram.web;

/** The keys that tokens are checked by cannot be had. */
final class IssuerUnavailable extends RuntimeException {
    IssuerUnavailable(Throwable cause) {
        super("the token cannot be checked now, for its issuer does not answer; try again in a moment", cause);
    }
}
