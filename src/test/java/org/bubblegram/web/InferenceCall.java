package org.bubblegram.web;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bubblegram.Api;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the Open Inference Protocol. */
final class InferenceCall {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private InferenceCall() {}

    /** What came back: its JSON, and what followed it. */
    record Answer(HttpResponse<byte[]> http, JsonNode json, ByteBuffer binary) {
        JsonNode output(String name) {
            return json.path("outputs")
                    .valueStream()
                    .filter(output -> output.path("name").asString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(json.toString()));
        }

        /** The numbers of an output that came as JSON. */
        double[] numbers(String name) {
            return output(name)
                    .path("data")
                    .valueStream()
                    .mapToDouble(JsonNode::asDouble)
                    .toArray();
        }
    }

    static Answer json(Api api, String path, String json) throws Exception {
        return send(api.request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    /** JSON with bytes behind it. */
    static Answer binary(Api api, String path, String json, byte[] rest) throws Exception {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        return send(api.request(path)
                .header("Inference-Header-Content-Length", String.valueOf(header.length))
                .POST(BodyPublishers.ofByteArray(joined(header, rest))));
    }

    static Answer send(HttpRequest.Builder request) throws Exception {
        HttpResponse<byte[]> http = HTTP.send(request.build(), BodyHandlers.ofByteArray());
        byte[] body = http.body();
        int length = http.headers()
                .firstValue("Inference-Header-Content-Length")
                .map(Integer::parseInt)
                .orElse(body.length);
        JsonNode json = JsonMapper.shared().readTree(Arrays.copyOf(body, length));
        ByteBuffer rest = ByteBuffer.wrap(body, length, body.length - length).slice();
        return new Answer(http, json, rest.order(ByteOrder.LITTLE_ENDIAN));
    }

    /** BYTES: each element behind its length. */
    static byte[] elements(byte[]... files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] file : files) {
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(file.length)
                    .array());
            out.writeBytes(file);
        }
        return out.toByteArray();
    }

    /** FP32. */
    static byte[] floats(float... values) {
        ByteBuffer out = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        out.asFloatBuffer().put(values);
        return out.array();
    }

    static byte[] joined(byte[] first, byte[] second) {
        byte[] whole = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, whole, first.length, second.length);
        return whole;
    }
}
