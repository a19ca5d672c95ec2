package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.bubblegram.ServedApi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.test.context.TestPropertySource;

/** The page's files as HTTP gives them: to everybody, and with what browsers shall not do. */
@TestPropertySource(
        properties = {
            "bubblegram.security.bootstrap-key=" + AccessCalls.FIRST,
            "spring.datasource.url=jdbc:h2:mem:page;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class WebPageTest extends ServedApi {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
                    + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'";

    /** What makes markup of a text, or code, or a style of its own. */
    private static final Pattern UNSAFE = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function|srcdoc|setHTML|DOMParser"
                    + "|<style|\\sstyle=|\\son[a-z]+=\"|javascript:|(src|href|action)=\"(?!/|#)|url\\(|@import");

    private AccessCalls calls;

    @BeforeEach
    void setUp() {
        calls = new AccessCalls(api);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            /,                text/html
            /index.html,      text/html
            /assets/page.js,  text/javascript
            /assets/page.css, text/css
            /assets/icon.svg, image/svg+xml
            """)
    void everybodyMayReadItAndNoBrowserMayDoMoreThanItNeeds(String path, String type) throws Exception {
        for (String key : new String[] {null, AccessCalls.FIRST, "bgk_wrong"}) {
            for (String method : new String[] {"GET", "HEAD"}) {
                HttpResponse<String> answer = calls.send(method, path, key, "");
                assertThat(answer.statusCode()).as(method).isEqualTo(200);
                assertThat(answer.body().isEmpty()).isEqualTo(method.equals("HEAD"));
                assertHeaders(answer.headers(), type);
            }
        }
    }

    private static void assertHeaders(HttpHeaders headers, String type) {
        assertThat(headers.firstValue("Content-Type").orElse("")).startsWith(type);
        assertThat(headers.allValues("Content-Security-Policy")).containsExactly(POLICY);
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.allValues("Cache-Control")).containsExactly("no-cache");
        assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(headers.firstValue("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/assets/page.js"})
    void aBrowserThatHasItAlreadyIsToldSo(String path) throws Exception {
        String tag = calls.get(path, null).headers().firstValue("ETag").orElseThrow();
        assertThat(tag).matches("\"[0-9a-f]{64}\"");
        HttpResponse<String> again = api.send(api.request(path).header("If-None-Match", tag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            GET,    /assets/none.js,             -,     404, not_found
            GET,    /assets,                     -,     404, not_found
            GET,    /assets/,                    -,     404, not_found
            GET,    /assets/..%2Findex.html,     -,     400, invalid_request
            GET,    /assets/../application.yml,  -,     400, invalid_request
            GET,    /none.html,                  -,     401, unauthenticated
            GET,    /none.html,                  admin, 404, not_found
            GET,    /application.yml,            admin, 404, not_found
            GET,    /static/index.html,          admin, 404, not_found
            POST,   /,                           -,     401, unauthenticated
            POST,   /,                           admin, 405, method_not_allowed
            PUT,    /index.html,                 admin, 405, method_not_allowed
            DELETE, /assets/page.js,             admin, 405, method_not_allowed
            """)
    void allElseIsRefusedAsEver(String method, String path, @Nullable String role, int status, String code)
            throws Exception {
        HttpResponse<String> answer = api.send(
                role == null
                        ? api.request(path).method(method, BodyPublishers.noBody())
                        : api.request(path)
                                .header("Authorization", "Bearer " + AccessCalls.FIRST)
                                .method(method, BodyPublishers.noBody()));
        AccessCalls.assertRefused(answer, status, code);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
    }

    @Test
    void noFileOfItMakesMarkupOfTextsOrNeedsAnythingFromElsewhere() throws IOException {
        Resource[] files = new PathMatchingResourcePatternResolver().getResources("classpath:/static/**/*.*");
        assertThat(files).hasSizeGreaterThan(5);
        for (Resource file : files) {
            String text = file.getContentAsString(StandardCharsets.UTF_8);
            assertThat(text).as(file.getFilename()).doesNotContainPattern(UNSAFE);
            assertThat(text.replace("http://www.w3.org/2000/svg", ""))
                    .as(file.getFilename())
                    .doesNotContain("http://", "https://", "\"//");
        }
    }
}
