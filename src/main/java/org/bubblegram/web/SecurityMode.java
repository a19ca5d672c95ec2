package org.bubblegram.web;

import org.bubblegram.access.AccessSettings;
import org.bubblegram.access.ApiKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether callers need credentials.
 *
 * @param on if not, the service is open, and reachable from its own machine alone
 */
record SecurityMode(boolean on) {
    private static final Logger log = LoggerFactory.getLogger(SecurityMode.class);

    /**
     * As configured; where nothing is, as soon as there is a way in.
     *
     * @throws SecurityIncomplete if credentials are wanted and there are none, or tokens for anybody would be taken
     */
    static SecurityMode of(AccessSettings settings, JwtSettings jwt, ApiKeys keys) {
        if (jwt.configured() && jwt.audience() == null) {
            throw new SecurityIncomplete(
                    "bubblegram.security.jwt.audience is not set, so tokens made for other services would open this one",
                    "Set it to what the issuer writes into the aud claim of tokens for this service.");
        }
        boolean wayIn = jwt.configured() || keys.anyAdmin();
        Boolean enabled = settings.enabled();
        if (Boolean.TRUE.equals(enabled) && !wayIn) {
            throw new SecurityIncomplete(
                    "bubblegram.security.enabled is true, but there is neither a key nor an issuer of tokens",
                    "Set bubblegram.security.bootstrap-key or bubblegram.security.jwt.issuer-uri; SECURITY.md says how.");
        }
        if (wayIn && !jwt.configured() && !keys.anyUsableAdmin()) {
            log.warn("No key that opens has the role admin any more, so nobody can make keys: set a new "
                    + "bubblegram.security.bootstrap-key.");
        }
        return new SecurityMode(enabled == null ? wayIn : enabled);
    }
}
