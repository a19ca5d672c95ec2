package org.bubblegram.web;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;

/**
 * The public keys of the configured issuer, fetched when a token first needs them, and kept. Tokens name the key that they
 * want, so strangers could make this service ask the issuer again and again: how often it does is limited.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {
    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final int PATIENCE_MILLIS = 5000;
    private static final int MAX_BYTES = 1 << 20;
    private static final Duration OUTAGE = Duration.ofHours(4);

    private final JwtSettings settings;
    private final DefaultResourceRetriever http =
            new DefaultResourceRetriever(PATIENCE_MILLIS, PATIENCE_MILLIS, MAX_BYTES);

    private IssuerKeys(JwtSettings settings) {
        this.settings = settings;
    }

    /** Asks nobody yet: the issuer may start later than this service. */
    static JWKSource<SecurityContext> of(JwtSettings settings) {
        return JWKSourceBuilder.create(new IssuerKeys(settings))
                .refreshAheadCache(false)
                .rateLimited(true)
                .outageTolerant(OUTAGE.toMillis())
                .build();
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, SecurityContext context)
            throws KeySourceException {
        try {
            String keys = settings.jwkSetUri();
            return JWKSet.parse(fetch(keys == null ? discovered(String.valueOf(settings.issuerUri())) : keys));
        } catch (IOException | ParseException | IllegalArgumentException e) {
            throw new JWKSetRetrievalException("no keys from the issuer", e);
        }
    }

    /** Where the issuer says its keys are (OpenID Connect Discovery 1.0). */
    private String discovered(String issuer) throws IOException, ParseException {
        String address = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        Map<String, Object> document = JSONObjectUtils.parse(fetch(address + DISCOVERY));
        if (!issuer.equals(document.get("issuer"))) {
            throw new IOException("the discovery document is another issuer's");
        }
        return String.valueOf(JSONObjectUtils.getString(document, "jwks_uri"));
    }

    private String fetch(String address) throws IOException {
        return http.retrieveResource(URI.create(address).toURL()).getContent();
    }

    @Override
    public void close() {
        // nothing is held
    }
}
