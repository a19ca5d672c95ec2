package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.bubblegram.Api;
import org.bubblegram.Bubblegram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Starts that are refused, and what a start makes of its configuration. */
@ExtendWith(OutputCaptureExtension.class)
class SecurityModeTest {
    private static final String FIRST = "bubblegram.security.bootstrap-key";

    @TempDir
    private Path home;

    private ConfigurableApplicationContext start(Map<String, String> properties) {
        Map<String, Object> all = new TreeMap<>(
                Map.of("bubblegram.home", home.toString(), "bubblegram.demo.enabled", "false", "server.port", "0"));
        all.putAll(properties);
        return new SpringApplicationBuilder(Bubblegram.class)
                .run(all.entrySet().stream()
                        .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext service, String property, String path)
            throws IOException, InterruptedException {
        Api api = new Api(service.getEnvironment().getRequiredProperty(property, Integer.class));
        return api.send(api.request(path));
    }

    @Test
    void anAddressThatOthersReachIsRefusedUntilCredentialsAreNeeded() throws Exception {
        assertThatThrownBy(() -> start(Map.of("server.address", "0.0.0.0")))
                .hasRootCauseInstanceOf(ExposedWithoutSecurity.class);
        assertThatThrownBy(() -> start(Map.of(
                        "server.address", "0.0.0.0", FIRST, AccessCalls.FIRST, "bubblegram.security.enabled", "false")))
                .hasRootCauseInstanceOf(ExposedWithoutSecurity.class);
        try (var service = start(Map.of("server.address", "0.0.0.0", FIRST, AccessCalls.FIRST))) {
            assertThat(get(service, "local.server.port", "/v1/models").statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void itsOwnMachineIsLetInUntilThereIsAnAdminKeyAndThenNoRestartOpensItAgain() throws Exception {
        try (var service = start(Map.of())) {
            HttpResponse<String> me = get(service, "local.server.port", "/v1/session");
            assertThat(Api.json(me).at("/caller/name").asString()).isEqualTo("local");
            assertThat(Api.json(me).path("secured").asBoolean()).isFalse();
            assertThat(get(service, "local.server.port", "/v1/api-keys").statusCode())
                    .isEqualTo(200);
        }
        start(Map.of(FIRST, AccessCalls.FIRST)).close();
        try (var service = start(Map.of())) {
            assertThat(get(service, "local.server.port", "/v1/models").statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void aStartSaysWhatNobodyWouldNotice(CapturedOutput output) {
        start(Map.of(FIRST, AccessCalls.FIRST)).close();
        try (var service = start(Map.of("bubblegram.roles", "api"))) {
            service.getBean(JdbcClient.class)
                    .sql("update api_key set revoked_at = created_at")
                    .update();
        }
        assertThat(output)
                .contains("bubblegram.roles has no worker, and no other process can use this database")
                .doesNotContain("No key that opens");

        start(Map.of()).close();
        assertThat(output).containsOnlyOnce("No key that opens has the role admin any more");
    }

    @Test
    void portsForOperationAskForCredentialsToo() throws Exception {
        try (var service = start(Map.of(FIRST, AccessCalls.FIRST, "management.server.port", "0"))) {
            String port = "local.management.port";
            assertThat(get(service, port, "/actuator/health/liveness").statusCode())
                    .isEqualTo(200);
            HttpResponse<String> refused = get(service, port, "/actuator/info");
            AccessCalls.assertRefused(refused, 401, "unauthenticated");
            Api api = new Api(service.getEnvironment().getRequiredProperty(port, Integer.class));
            assertThat(new AccessCalls(api)
                            .get("/actuator/info", AccessCalls.FIRST)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void securityThatIsAskedForAndCannotBeHadIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> start(Map.of("bubblegram.security.enabled", "true")))
                .rootCause()
                .isInstanceOf(SecurityIncomplete.class)
                .satisfies(e -> assertThat(
                                new SecurityIncompleteAnalyzer().analyze(e).getAction())
                        .contains(FIRST));
        assertThatThrownBy(() -> start(Map.of("bubblegram.security.jwt.issuer-uri", "https://issuer.example")))
                .rootCause()
                .isInstanceOf(SecurityIncomplete.class)
                .hasMessageContaining("audience");
        assertThatThrownBy(() -> start(Map.of(FIRST, "password")))
                .hasRootCauseMessage(FIRST + " is no key of the form " + "bgk_ID_SECRET");
    }

    @Test
    void anIssuerThatIsAwayIsNoReasonNotToStartAndIsSaidSo() throws Exception {
        try (var service = start(Map.of(
                "bubblegram.security.jwt.issuer-uri",
                "http://127.0.0.1:1/realm",
                "bubblegram.security.jwt.audience",
                "bubblegram"))) {
            Api api = new Api(service.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
            // {"alg":"RS256","kid":"a"} . {"sub":"a"} . a signature
            HttpResponse<String> answer =
                    new AccessCalls(api).get("/v1/models", "eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.eyJzdWIiOiJhIn0.YQ");
            AccessCalls.assertRefused(answer, 503, "issuer_unavailable");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
    }
}
