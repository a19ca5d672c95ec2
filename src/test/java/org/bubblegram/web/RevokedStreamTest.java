package org.bubblegram.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bubblegram.Api;
import org.bubblegram.ServedApi;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Whoever follows a job when its key is revoked. Nothing is trained here. */
@TestPropertySource(
        properties = {
            "bubblegram.roles=api",
            "bubblegram.security.bootstrap-key=" + AccessCalls.FIRST,
            "spring.datasource.url=jdbc:h2:mem:streams;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class RevokedStreamTest extends ServedApi {
    @Test
    void seesNothingThatHappensFromThenOn() throws Exception {
        AccessCalls calls = new AccessCalls(api);
        calls.send("POST", "/v1/datasets", AccessCalls.FIRST, """
                {"name": "dots", "render": {"images": 24, "width": 64, "height": 64}}""");
        JsonNode job = Api.json(calls.send("POST", "/v1/training-jobs", AccessCalls.FIRST, """
                {"dataset": "dots", "model": "dots"}"""));
        String path = "/v1/training-jobs/" + job.path("id").asString();
        JsonNode key = calls.made("{\"name\": \"camera\", \"roles\": [\"train\"]}");
        HttpResponse<InputStream> stream = HttpClient.newHttpClient()
                .send(
                        api.request(path + "/events")
                                .header("Accept", "text/event-stream")
                                .header(
                                        "Authorization",
                                        "Bearer " + key.path("secret").asString())
                                .build(),
                        BodyHandlers.ofInputStream());
        CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> text(stream));

        calls.send("DELETE", "/v1/api-keys/" + key.at("/key/id").asString(), AccessCalls.FIRST, "");
        assertThat(calls.send("POST", path + "/cancel", AccessCalls.FIRST, "").statusCode())
                .isBetween(200, 202);

        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(seen.get(1, TimeUnit.MINUTES)).doesNotContain("cancelled");
    }

    private static String text(HttpResponse<InputStream> stream) {
        try (InputStream body = stream.body()) {
            return new String(body.readAllBytes(), UTF_8);
        } catch (java.io.IOException e) {
            return "";
        }
    }
}
