package org.bubblegram.fuzz;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values that fit a schema, nearly fit it, or do not fit at all. */
final class Nasty {
    private static final JsonNodeFactory JSON = JsonMapper.shared().getNodeFactory();
    private static final int DEEPEST = 6;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            ".",
            "..",
            "../../etc/passwd",
            "a".repeat(300),
            "\u0000",
            "a\u0000b",
            "\r\nSet-Cookie: a=b",
            "'; drop table dataset; --",
            "%",
            "%00",
            "ä\uD83D\uDE00",
            "\uD800",
            "${jndi:ldap://127.0.0.1/a}",
            "<script>alert(1)</script>",
            "-1",
            "0",
            "1e400",
            "NaN",
            "null",
            "true",
            "99999999999999999999",
            "froth@",
            "@3",
            "froth@9999999999",
            "00000000-0000-0000-0000-000000000000",
            "s3://bucket/key",
            "http://169.254.169.254/latest",
            "file:///etc/passwd",
            "[1,2",
            "{}",
            "*",
            "a,b;c|d",
            "2026-13-45T99:99:99Z",
            "P1Y",
            "-5s");

    private final Random random;
    private final JsonNode schemas;

    /** @param schemas of the API's description, by their names */
    Nasty(Random random, JsonNode schemas) {
        this.random = random;
        this.schemas = schemas;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    String text() {
        return chance(15) ? noise(random.nextInt(40)) : one(TEXTS);
    }

    /** For a path or a query: encoded, and now and then encoded wrongly. */
    String encoded(String text) {
        if (chance(3)) {
            return one(List.of("%25", "%2e%2e", "%2F", "%5C", "%C0%AE", "%E0%80%80", "%7F", "%0d%0a", "%3b%3d"));
        }
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String noise(int length) {
        StringBuilder noise = new StringBuilder();
        random.ints(length, 0, 0xFFFF).forEach(c -> noise.append((char) c));
        return noise.toString();
    }

    byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(2000)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A value for a schema. */
    JsonNode value(@Nullable JsonNode schema) {
        return value(schema, 0);
    }

    private JsonNode value(@Nullable JsonNode schema, int depth) {
        if (schema == null || depth > DEEPEST || chance(12)) {
            return anything(depth);
        }
        if (schema.hasNonNull("$ref")) {
            String name = schema.get("$ref").asString();
            return value(schemas.get(name.substring(name.lastIndexOf('/') + 1)), depth);
        }
        for (String choice : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.path(choice).size() > 0) {
                return value(
                        schema.get(choice).get(random.nextInt(schema.get(choice).size())), depth + 1);
            }
        }
        if (schema.path("enum").size() > 0 && chance(80)) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        return ofType(schema, depth);
    }

    private JsonNode ofType(JsonNode schema, int depth) {
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? type.get(0).asString() : type.asString()) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "integer", "number" -> number();
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            default -> JSON.stringNode(text());
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        schema.path("properties").forEachEntry((name, property) -> {
            if (chance(60)) {
                object.set(name, value(property, depth + 1));
            }
        });
        if (chance(10)) {
            object.set(text(), anything(depth + 1));
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, int depth) {
        ArrayNode array = JSON.arrayNode();
        int size = chance(2) ? 3000 : random.nextInt(4);
        JsonNode each = value(schema.get("items"), depth + 1);
        IntStream.range(0, size).forEach(i -> array.add(size > 4 ? each : value(schema.get("items"), depth + 1)));
        return array;
    }

    private JsonNode number() {
        return switch (random.nextInt(9)) {
            case 0 -> JSON.numberNode(-1);
            case 1 -> JSON.numberNode(0);
            case 2 -> JSON.numberNode(Long.MAX_VALUE);
            case 3 -> JSON.numberNode(1e300);
            case 4 -> JSON.numberNode(-1e-300);
            case 5 -> JSON.numberNode(Integer.MIN_VALUE);
            case 6 -> JSON.numberNode(random.nextGaussian());
            default -> JSON.numberNode(random.nextInt(64));
        };
    }

    private JsonNode anything(int depth) {
        return switch (random.nextInt(depth > DEEPEST ? 5 : 7)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(true);
            case 2 -> number();
            case 3, 4 -> JSON.stringNode(text());
            case 5 -> JSON.arrayNode().add(anything(depth + 1));
            default -> JSON.objectNode().set(text(), anything(depth + 1));
        };
    }
}
