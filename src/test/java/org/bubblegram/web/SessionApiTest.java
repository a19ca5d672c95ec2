package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bubblegram.Api;
import org.bubblegram.ServedApi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Browsers that sign in, what other sites' pages cannot make them do, and what answers tell browsers. */
@TestPropertySource(
        properties = {
            "bubblegram.security.bootstrap-key=" + AccessCalls.FIRST,
            "server.forward-headers-strategy=native",
            "spring.datasource.url=jdbc:h2:mem:session;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class SessionApiTest extends ServedApi {
    private static final String SESSION = "/v1/session";
    private static final String KEYS = "/v1/api-keys";
    private static final String NEW_KEY = "{\"name\": \"a\", \"roles\": [\"predict\"]}";

    private AccessCalls calls;

    @BeforeEach
    void setUp() {
        calls = new AccessCalls(api);
    }

    private static String body(String key) {
        return "{\"key\": \"" + key + "\"}";
    }

    private static String cookie(HttpResponse<String> answer) {
        String set = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return set.substring(0, set.indexOf(';'));
    }

    private HttpResponse<String> byCookie(String method, String path, String cookie, @Nullable String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = api.request(path)
                .header("Cookie", cookie)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(method.equals("POST") ? NEW_KEY : ""));
        return api.send(token == null ? request : request.header("X-CSRF-Token", token));
    }

    @Test
    void whoSignsInIsKnownByACookieThatNoScriptReadsAndNoOtherSiteSends() throws Exception {
        HttpResponse<String> answer = calls.send("POST", SESSION, null, body(AccessCalls.FIRST));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("Path=/", "HttpOnly", "SameSite=Strict", "Max-Age=43")
                .doesNotContain("Secure", AccessCalls.FIRST);
        JsonNode me = Api.json(byCookie("GET", SESSION, cookie(answer), null));
        assertThat(me.at("/caller/name").asString()).isEqualTo("bootstrap");
        assertThat(me.at("/caller/roles").toString()).isEqualTo("[\"predict\",\"train\",\"admin\"]");
        assertThat(me.path("secured").asBoolean()).isTrue();
        assertThat(me.path("csrfToken")).isEqualTo(Api.json(answer).path("csrfToken"));
    }

    @Test
    void aChangeByCookieNeedsTheTokenThatOnlyOurPageKnows() throws Exception {
        HttpResponse<String> answer = calls.send("POST", SESSION, null, body(AccessCalls.FIRST));
        String cookie = cookie(answer);
        String token = Api.json(answer).path("csrfToken").asString();
        AccessCalls.assertRefused(byCookie("POST", KEYS, cookie, null), 403, "csrf_token_invalid");
        String wrong = (token.startsWith("0") ? "1" : "0") + token.substring(1);
        AccessCalls.assertRefused(byCookie("POST", KEYS, cookie, wrong), 403, "csrf_token_invalid");
        AccessCalls.assertRefused(
                byCookie("POST", "/v1/models/none/predictions", cookie, null), 403, "csrf_token_invalid");
        AccessCalls.assertRefused(byCookie("DELETE", SESSION, cookie, null), 403, "csrf_token_invalid");
        assertThat(byCookie("GET", KEYS, cookie, null).statusCode()).isEqualTo(200);
        assertThat(byCookie("POST", KEYS, cookie, token).statusCode()).isEqualTo(201);
        String other = Api.json(calls.send("POST", SESSION, null, body(AccessCalls.FIRST)))
                .path("csrfToken")
                .asString();
        AccessCalls.assertRefused(byCookie("POST", KEYS, cookie, other), 403, "csrf_token_invalid");
    }

    @Test
    void aChangeByKeyNeedsNoTokenEvenIfACookieComesAlong() throws Exception {
        String cookie = cookie(calls.send("POST", SESSION, null, body(AccessCalls.FIRST)));
        HttpResponse<String> answer = api.send(api.request(KEYS)
                .header("Cookie", cookie)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + AccessCalls.FIRST)
                .POST(BodyPublishers.ofString(NEW_KEY)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        AccessCalls.assertRefused(
                api.send(api.request(KEYS)
                        .header("Cookie", cookie)
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer nonsense")
                        .POST(BodyPublishers.ofString(NEW_KEY))),
                401,
                "unauthenticated");
    }

    @Test
    void whoSignsOutIsUnknownAgain() throws Exception {
        HttpResponse<String> answer = calls.send("POST", SESSION, null, body(AccessCalls.FIRST));
        String token = Api.json(answer).path("csrfToken").asString();
        HttpResponse<String> closed = byCookie("DELETE", SESSION, cookie(answer), token);
        assertThat(closed.statusCode()).isEqualTo(204);
        assertThat(closed.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        AccessCalls.assertRefused(byCookie("GET", SESSION, cookie(answer), null), 401, "unauthenticated");
        AccessCalls.assertRefused(byCookie("POST", KEYS, cookie(answer), token), 401, "unauthenticated");
    }

    @Test
    void aFormSignsInAndLeadsToThePage() throws Exception {
        HttpResponse<String> answer = api.post(
                SESSION, "application/x-www-form-urlencoded", BodyPublishers.ofString("key=" + AccessCalls.FIRST));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/");
        assertThat(byCookie("GET", SESSION, cookie(answer), null).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "bgk_0123456789abcdef_", "' or '1'='1"})
    void aWrongKeySignsNobodyIn(String key) throws Exception {
        HttpResponse<String> answer = calls.send("POST", SESSION, null, body(key));
        AccessCalls.assertRefused(answer, 401, "unauthenticated");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void aPageOfAnotherSiteCannotSignABrowserIn() throws Exception {
        AccessCalls.assertRefused(
                api.send(api.request(SESSION)
                        .header("Origin", "https://evil.example")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body(AccessCalls.FIRST)))),
                403,
                "origin_not_allowed");
        String own = api.request(SESSION).build().uri().getAuthority();
        assertThat(api.send(api.request(SESSION)
                                .header("Origin", "http://" + own)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body(AccessCalls.FIRST))))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void overTlsCookiesAreSecureAndBrowsersStayWithTls() throws Exception {
        HttpResponse<String> answer = api.send(api.request(SESSION)
                .header("X-Forwarded-Proto", "https")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body(AccessCalls.FIRST))));
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).contains("Secure");
        assertThat(answer.headers().firstValue("Strict-Transport-Security").orElseThrow())
                .contains("max-age=31536000");
        assertThat(calls.get(SESSION, AccessCalls.FIRST).headers().firstValue("Strict-Transport-Security"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            /v1/models,                default-src 'none';
            /v1/models/none,           default-src 'none';
            /v1/datasets/x%00,         default-src 'none';
            /v2,                       default-src 'none';
            /actuator/health,          default-src 'none';
            /swagger-ui/index.html,    default-src 'self';
            /v3/api-docs,              default-src 'self';
            /none,                     default-src 'self';
            """)
    void everyAnswerTellsBrowsersWhatNotToDo(String path, String policy) throws Exception {
        for (String key : new String[] {AccessCalls.FIRST, null}) {
            var headers = calls.get(path, key).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse(path))
                    .startsWith(policy)
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("script-src", "unsafe-eval");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
            assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(headers.firstValue("Cache-Control").orElse("")).contains("no-store");
            assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @Test
    void theDescriptionsPageNeedsNoScriptThatItsPolicyForbids() throws Exception {
        String page = calls.get("/swagger-ui/index.html", AccessCalls.FIRST).body();
        Matcher script = Pattern.compile("<script([^>]*)>([^<]*)</script>").matcher(page);
        int scripts = 0;
        while (script.find()) {
            scripts++;
            assertThat(script.group(2)).as("inline").isBlank();
            assertThat(script.group(1)).contains("src=\"./");
        }
        assertThat(scripts).isPositive();
        assertThat(page).doesNotContainPattern("\\son[a-z]+=");
    }
}
