package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.bubblegram.Api;
import org.bubblegram.ServedApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Tokens of an issuer that is found by its discovery document. */
@TestPropertySource(
        properties = {
            "bubblegram.security.jwt.audience=bubblegram",
            "bubblegram.security.jwt.roles-claim=realm_access.roles",
            "spring.datasource.url=jdbc:h2:mem:jwt;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class JwtApiTest extends ServedApi {
    private static final RSAKey KEY = key("one");
    private static final RSAKey FOREIGN = key("one");
    private static final AtomicInteger FETCHED = new AtomicInteger();
    private static final HttpServer SERVER = server();
    private static final String ISSUER =
            "http://127.0.0.1:" + SERVER.getAddress().getPort() + "/realm";

    private AccessCalls calls;

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry registry) {
        registry.add("bubblegram.security.jwt.issuer-uri", () -> ISSUER);
    }

    @AfterAll
    static void stop() {
        SERVER.stop(0);
    }

    @BeforeEach
    void setUp() {
        calls = new AccessCalls(api);
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpServer server() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            answer(server, "/realm/.well-known/openid-configuration", """
                    {"issuer": "%s/realm", "jwks_uri": "%s/keys"}""".formatted(address, address));
            answer(server, "/keys", new JWKSet(KEY.toPublicJWK()).toString());
            server.start();
            return server;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void answer(HttpServer server, String path, String json) {
        server.createContext(path, exchange -> {
            FETCHED.incrementAndGet();
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static JWTClaimsSet.Builder claims(String... roles) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("user-1")
                .audience(List.of("other", "bubblegram"))
                .claim("preferred_username", "ada")
                .claim("realm_access", Map.of("roles", List.of(roles)))
                .claim("tenant", "plant-1")
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    private static String signed(JWTClaimsSet claims, RSAKey key, JOSEObjectType type) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(key.getKeyID())
                        .type(type)
                        .build(),
                claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private static String signed(JWTClaimsSet.Builder claims) throws JOSEException {
        return signed(claims.build(), KEY, JOSEObjectType.JWT);
    }

    private void assertRefused(String token) throws Exception {
        HttpResponse<String> answer = calls.get("/v1/models", token);
        AccessCalls.assertRefused(answer, 401, "unauthenticated");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("Bearer", "invalid_token");
    }

    @Test
    void aTokenSaysWhoCallsWithWhichRolesAndForWhom() throws Exception {
        JsonNode caller = Api.json(calls.get("/v1/session", signed(claims("train", "unrelated"))))
                .path("caller");
        assertThat(caller.path("id").asString()).isEqualTo("jwt:user-1");
        assertThat(caller.path("name").asString()).isEqualTo("ada");
        assertThat(caller.path("tenant").asString()).isEqualTo("plant-1");
        assertThat(caller.path("roles").toString()).isEqualTo("[\"predict\",\"train\"]");
    }

    @Test
    void whereTokensLetAdminsInTheLastAdminKeyMayGo() throws Exception {
        String admin = signed(claims("admin"));
        HttpResponse<String> made =
                calls.send("POST", "/v1/api-keys", admin, "{\"name\": \"chief\", \"roles\": [\"admin\"]}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String id = Api.json(made).at("/key/id").asString();
        assertThat(calls.send("DELETE", "/v1/api-keys/" + id, admin, "").statusCode())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({"predict,200,403,403", "train,200,200,403", "admin,200,200,200", "offline_access,403,403,403"})
    void aRoleOpensWhatItIsFor(String role, int models, int datasets, int keys) throws Exception {
        String token = signed(claims(role));
        assertThat(calls.get("/v1/models", token).statusCode()).isEqualTo(models);
        assertThat(calls.get("/v1/datasets", token).statusCode()).isEqualTo(datasets);
        assertThat(calls.get("/v1/api-keys", token).statusCode()).isEqualTo(keys);
    }

    @Test
    void aTokenOfAnotherIssuerOrForAnotherServiceOrOutOfItsTimeIsRefused() throws Exception {
        assertThat(calls.get("/v1/models", signed(claims("admin"))).statusCode())
                .isEqualTo(200);
        assertRefused(signed(claims("admin").issuer("https://evil.example")));
        assertRefused(signed(claims("admin").issuer(null)));
        assertRefused(signed(claims("admin").audience("other")));
        assertRefused(signed(claims("admin").audience((String) null)));
        assertRefused(signed(claims("admin").subject(null)));
        assertRefused(signed(claims("admin").expirationTime(null)));
        assertRefused(
                signed(claims("admin").expirationTime(Date.from(Instant.now().minusSeconds(120)))));
        assertRefused(
                signed(claims("admin").notBeforeTime(Date.from(Instant.now().plusSeconds(120)))));
    }

    @Test
    void onlyTheIssuersSignatureCounts() throws Exception {
        JWTClaimsSet claims = claims("admin").build();
        String good = signed(claims, KEY, JOSEObjectType.JWT);
        assertRefused(signed(claims, FOREIGN, JOSEObjectType.JWT));
        assertRefused(new PlainJWT(claims).serialize());
        assertRefused(good.substring(0, good.lastIndexOf('.') + 1));
        SignedJWT byPublicKey = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims);
        byPublicKey.sign(new MACSigner(KEY.toRSAPublicKey().getEncoded()));
        assertRefused(byPublicKey.serialize());
        String[] parts = good.split("\\.", -1);
        String other = signed(claims("predict").subject("user-2").build(), KEY, JOSEObjectType.JWT);
        assertRefused(parts[0] + "." + other.split("\\.", -1)[1] + "." + parts[2]);
        assertRefused("a.b.c");
        assertRefused("nonsense");
    }

    @Test
    void accessTokensOfBothTypesAreTakenAndOthersRefused() throws Exception {
        JWTClaimsSet claims = claims("predict").build();
        for (JOSEObjectType type : new JOSEObjectType[] {JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null}) {
            assertThat(calls.get("/v1/models", signed(claims, KEY, type)).statusCode())
                    .isEqualTo(200);
        }
        assertRefused(signed(claims, KEY, new JOSEObjectType("logout+jwt")));
    }

    @Test
    void strangersCannotMakeTheServiceAskTheIssuerAgainAndAgain() throws Exception {
        assertThat(calls.get("/v1/models", signed(claims("predict"))).statusCode())
                .isEqualTo(200);
        int before = FETCHED.get();
        for (int i = 0; i < 20; i++) {
            calls.get("/v1/models", signed(claims("admin").build(), named(i), JOSEObjectType.JWT));
        }
        assertThat(FETCHED.get() - before).isLessThanOrEqualTo(4);
        assertThat(calls.get("/v1/models", signed(claims("predict"))).statusCode())
                .isEqualTo(200);
    }

    private static RSAKey named(int index) {
        return new RSAKey.Builder(FOREIGN).keyID("unknown-" + index).build();
    }

    @Test
    void namesInATokenCannotBreakLinesNorFillTheLog() throws Exception {
        JsonNode caller = Api.json(calls.get(
                        "/v1/session",
                        signed(claims("train")
                                .subject("a\nb\u0000" + "c".repeat(400))
                                .claim("tenant", "t".repeat(100)))))
                .path("caller");
        assertThat(caller.path("id").asString()).startsWith("jwt:a b c").hasSizeLessThanOrEqualTo(255);
        assertThat(caller.path("tenant").asString()).hasSize(64);
    }
}
