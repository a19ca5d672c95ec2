package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.bubblegram.Api;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Calls with and without credentials. */
final class AccessCalls {
    /** The admin key that the services of these tests start with. */
    static final String FIRST = "bgk_0123456789abcdef_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /** A key that reads meters, for services that are given it. */
    static final String METRICS =
            "bgk_fedcba9876543210_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private final Api api;

    AccessCalls(Api api) {
        this.api = api;
    }

    /** @param bearer key or token; null for none */
    HttpResponse<String> send(String method, String path, @Nullable String bearer, String json)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = api.request(path).method(method, BodyPublishers.ofString(json));
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return api.send(request);
    }

    HttpResponse<String> get(String path, @Nullable String bearer) throws IOException, InterruptedException {
        return send("GET", path, bearer, "");
    }

    /** What the first key makes: {@code key} and {@code secret}. */
    JsonNode made(String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("POST", "/v1/api-keys", FIRST, json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Api.json(answer);
    }

    /** The secret of a new key with a role. */
    String key(String role) throws IOException, InterruptedException {
        return made("{\"name\": \"%s\", \"roles\": [\"%s\"]}".formatted(role, role))
                .path("secret")
                .asString();
    }

    static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Api.json(answer).path("code").asString()).isEqualTo(code);
    }
}
