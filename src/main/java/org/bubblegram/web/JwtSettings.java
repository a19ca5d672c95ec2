package org.bubblegram.web;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose bearer tokens are taken. None where neither address is set.
 *
 * @param issuerUri what tokens must say as {@code iss}; its discovery document says where the keys are
 * @param jwkSetUri where the keys are instead
 * @param audience what tokens must name in {@code aud}; needed with either address, or tokens made for others would open
 * @param rolesClaim which claim holds the roles, as a list or in one text between spaces; dots go down into objects
 * @param tenantClaim which claim holds the tenant
 */
@ConfigurationProperties("bubblegram.security.jwt")
record JwtSettings(
        @Nullable String issuerUri,
        @Nullable String jwkSetUri,
        @Nullable String audience,
        @DefaultValue("roles") String rolesClaim,
        @DefaultValue("tenant") String tenantClaim) {
    JwtSettings {
        issuerUri = filled(issuerUri);
        jwkSetUri = filled(jwkSetUri);
        audience = filled(audience);
    }

    /** An empty text, as unset variables of the environment give it, is none. */
    private static @Nullable String filled(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    boolean configured() {
        return issuerUri != null || jwkSetUri != null;
    }
}
