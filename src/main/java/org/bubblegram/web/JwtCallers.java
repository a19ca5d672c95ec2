package org.bubblegram.web;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bubblegram.access.Allowance;
import org.bubblegram.access.Caller;
import org.bubblegram.access.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Who a bearer token of the configured issuer says calls. */
final class JwtCallers implements Converter<Jwt, CallerAuthentication> {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int MAX_NAME = 250;
    private static final int MAX_TENANT = 64;

    private final JwtSettings settings;
    private final Clock clock;

    JwtCallers(JwtSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether any tokens are taken. */
    boolean configured() {
        return settings.configured();
    }

    /** Signatures by public keys alone: neither none at all, nor one by a text that everybody may read. */
    JwtDecoder decoder() {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(IssuerKeys.of(settings))
                .jwsAlgorithms(algorithms -> algorithms.addAll(List.of(SignatureAlgorithm.values())))
                .jwtProcessorCustomizer(processor -> processor.setJWSTypeVerifier((type, context) -> {}))
                .build();
        decoder.setJwtValidator(validator());
        return decoder;
    }

    private OAuth2TokenValidator<Jwt> validator() {
        JwtTimestampValidator time = new JwtTimestampValidator();
        time.setClock(clock);
        time.setAllowEmptyExpiryClaim(false);
        JwtTypeValidator type = new JwtTypeValidator("JWT", "at+jwt"); // RFC 9068; a token of another kind is no access
        type.setAllowEmpty(true);
        List<OAuth2TokenValidator<Jwt>> all = new ArrayList<>(List.of(time, type, this::forUs));
        String issuer = settings.issuerUri();
        if (issuer != null) {
            all.add(new JwtIssuerValidator(issuer));
        }
        return new DelegatingOAuth2TokenValidator<>(all);
    }

    private OAuth2TokenValidatorResult forUs(Jwt token) {
        List<String> audience = token.getAudience();
        boolean ours = audience != null && audience.contains(settings.audience()) && token.getSubject() != null;
        return ours
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token"));
    }

    @Override
    public CallerAuthentication convert(Jwt token) {
        String subject = plain(String.valueOf(token.getSubject()), MAX_NAME);
        String name = token.getClaimAsString("preferred_username");
        String tenant = claim(token, settings.tenantClaim()) instanceof String text ? text : Caller.DEFAULT_TENANT;
        Caller caller = new Caller(
                "jwt:" + subject,
                name == null ? subject : plain(name, MAX_NAME),
                plain(tenant, MAX_TENANT),
                Role.including(roles(token)));
        return new CallerAuthentication(caller, Allowance.CONFIGURED);
    }

    private List<Role> roles(Jwt token) {
        return texts(claim(token, settings.rolesClaim()))
                .map(text -> Role.ofKey(text.toLowerCase(Locale.ROOT)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Stream<String> texts(@Nullable Object claim) {
        if (claim instanceof Collection<?> list) {
            return list.stream().map(String::valueOf);
        }
        return claim instanceof String text ? Stream.of(text.split(" ", -1)) : Stream.of();
    }

    /** {@code realm_access.roles} is {@code roles} within {@code realm_access}, unless a claim is called so. */
    private static @Nullable Object claim(Jwt token, String path) {
        Map<String, Object> claims = token.getClaims();
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        Object found = claims;
        for (String name : path.split("\\.", -1)) {
            found = found instanceof Map<?, ?> object ? object.get(name) : null;
        }
        return found;
    }

    /** Names go into the database and into answers. */
    private static String plain(String text, int length) {
        String visible = CONTROL.matcher(text).replaceAll(" ");
        return visible.length() <= length ? visible : visible.substring(0, length);
    }
}
