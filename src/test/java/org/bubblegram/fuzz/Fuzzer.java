package org.bubblegram.fuzz;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bubblegram.Api;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes requests for the operations of an API's description that are wrong in one way or another. */
final class Fuzzer {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private static final List<String> TYPES = List.of(
            "application/json",
            "text/plain",
            "multipart/form-data; boundary=limit",
            "multipart/form-data",
            "application/zip",
            "image/png",
            "application/octet-stream",
            "application/x-www-form-urlencoded",
            "*/*",
            "nonsense",
            "application/json; charset=utf-16");

    private final Api api;
    private final Random random;
    private final Nasty nasty;
    private final Map<String, List<String>> known;
    private final List<Operation> operations = new ArrayList<>();

    /** What can be asked for. */
    private record Operation(String method, String path, JsonNode description) {}

    /**
     * A request.
     *
     * @param text for people who want to repeat it
     */
    record Attempt(String text, String path, HttpRequest.Builder request) {}

    /** @param known values for variables of paths that lead to something */
    Fuzzer(Api api, JsonNode document, Map<String, List<String>> known, long seed) {
        this.api = api;
        this.random = new Random(seed);
        this.nasty = new Nasty(random, document.at("/components/schemas"));
        this.known = known;
        document.path("paths")
                .forEachEntry((path, methods) -> methods.forEachEntry((method, operation) ->
                        operations.add(new Operation(method.toUpperCase(Locale.ROOT), path, operation))));
    }

    int operations() {
        return operations.size();
    }

    /** The next one, of the operation whose turn it is. */
    Attempt attempt(int turn) {
        Operation operation = operations.get(turn % operations.size());
        String method = random.nextInt(40) == 0
                ? nasty.one(List.of("PUT", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW"))
                : operation.method;
        String path = path(operation) + query(operation);
        byte[] body = body(operation);
        HttpRequest.Builder request = api.request(path)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        String type = type(operation);
        if (body != null && type != null) {
            request.header("Content-Type", type);
        }
        headers(request);
        String shown = body == null ? "" : new String(body, StandardCharsets.UTF_8);
        return new Attempt("%s %s (%s) %s".formatted(method, path, type, shown), path, request);
    }

    private String path(Operation operation) {
        Matcher variable = VARIABLE.matcher(operation.path);
        StringBuilder path = new StringBuilder();
        while (variable.find()) {
            List<String> values = known.getOrDefault(variable.group(1), List.of());
            boolean lead = !values.isEmpty() && !operation.method.equals("DELETE") && random.nextInt(100) < 70;
            variable.appendReplacement(
                    path, Matcher.quoteReplacement(nasty.encoded(lead ? nasty.one(values) : nasty.text())));
        }
        return variable.appendTail(path).toString();
    }

    private String query(Operation operation) {
        List<String> parameters = new ArrayList<>();
        for (JsonNode parameter : operation.description.path("parameters")) {
            if (parameter.path("in").asString().equals("query") && random.nextInt(100) < 50) {
                JsonNode value = nasty.value(parameter.get("schema"));
                parameters.add(parameter.path("name").asString() + "="
                        + nasty.encoded(value.isValueNode() ? value.asString() : value.toString()));
            }
        }
        if (random.nextInt(20) == 0) {
            parameters.add(nasty.encoded(nasty.text()) + "=" + nasty.encoded(nasty.text()));
        }
        return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    }

    private byte @Nullable [] body(Operation operation) {
        JsonNode content = operation.description.at("/requestBody/content");
        if (content.isMissingNode() && random.nextInt(20) > 0) {
            return null;
        }
        if (random.nextInt(10) == 0) {
            return nasty.bytes();
        }
        byte[] json =
                nasty.value(content.at("/application~1json/schema")).toString().getBytes(StandardCharsets.UTF_8);
        return random.nextInt(10) == 0 ? Arrays.copyOf(json, random.nextInt(json.length + 1)) : json;
    }

    private @Nullable String type(Operation operation) {
        if (random.nextInt(15) == 0) {
            return random.nextBoolean() ? null : nasty.one(TYPES);
        }
        List<String> types =
                List.copyOf(operation.description.at("/requestBody/content").propertyNames());
        return types.isEmpty() ? "application/json" : nasty.one(types);
    }

    private void headers(HttpRequest.Builder request) {
        if (random.nextInt(10) == 0) {
            request.header("Accept", nasty.one(TYPES));
        }
        if (random.nextInt(10) == 0) {
            String name = nasty.one(List.of(
                    "Idempotency-Key",
                    "X-Request-Id",
                    "Last-Event-ID",
                    "Range",
                    "If-None-Match",
                    "Inference-Header-Content-Length",
                    "Authorization",
                    "Cookie",
                    "Content-Encoding",
                    "Accept-Language",
                    "X-Forwarded-For",
                    "Origin"));
            String value = nasty.text().replaceAll("[^\\x20-\\x7e]", "");
            request.header(name, value);
        }
    }
}
