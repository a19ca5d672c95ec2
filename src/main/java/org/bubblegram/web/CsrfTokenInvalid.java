package org.bubblegram.web;

/** A change asked for by a cookie alone, as a page of another site could. */
final class CsrfTokenInvalid extends RuntimeException {
    CsrfTokenInvalid() {
        super("changes by cookie need the header " + SessionCookie.CSRF_HEADER
                + " with the csrfToken that /v1/session answers");
    }
}
