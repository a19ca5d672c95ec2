package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service as its HTTP callers see it. */
public final class Api {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String address;

    public Api(int port) {
        this.address = "http://127.0.0.1:" + port;
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofMinutes(2));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request(path));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    /** A file; fails if there is none. */
    public HttpResponse<byte[]> bytes(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = HTTP.send(request(path).build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer;
    }

    public HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return post(path, "application/json", BodyPublishers.ofString(json));
    }

    public HttpResponse<String> post(String path, String type, BodyPublisher body)
            throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", type).POST(body));
    }

    /** Creates something and answers it. */
    public JsonNode create(String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(path, json);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
        return json(answer);
    }

    /** The job as it has ended; fails if it has not within a time. */
    public JsonNode ended(String job, Duration patience) {
        return endedAt("/v1/training-jobs/" + job, patience);
    }

    /** What is at a path, once it has ended; fails if it has not within a time. */
    public JsonNode endedAt(String path, Duration patience) {
        return Awaitility.await()
                .atMost(patience)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> get(path), found -> found.hasNonNull("finishedAt"));
    }

    public static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
