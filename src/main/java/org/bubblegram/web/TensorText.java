package org.bubblegram.web;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Where in the JSON of a request the array {@code inputs[0].data} lies, so that the millions of numbers in it need not
 * become objects: the rest of the JSON is small.
 */
final class TensorText {
    private static final byte[] EMPTY_ARRAY = {'[', ']'};

    private final byte[] body;
    private final int length;
    private int from;
    private int to;

    private TensorText(byte[] body, int length) {
        this.body = body;
        this.length = length;
    }

    /** For JSON with encoded files of any length in it. */
    static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    /**
     * @param length of the JSON, from the start of the body
     * @throws MalformedJson if it is none, or not in UTF-8
     * @throws InvalidRequest if there are data of several tensors, or they are no array
     * @throws TooLarge if there is much besides the data
     */
    static TensorText in(JsonFactory json, byte[] body, int length) {
        TensorText text = new TensorText(body, length);
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body, 0, length)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.PROPERTY_NAME && isData(parser)) {
                    text.locate(parser);
                }
            }
        } catch (JacksonException e) {
            throw MalformedJson.of(e);
        }
        if (length - (text.to - text.from) > Body.JSON_LIMIT) {
            throw new TooLarge("the JSON is larger than " + Body.JSON_LIMIT + " bytes without its data");
        }
        return text;
    }

    private static boolean isData(JsonParser parser) {
        if (!"data".equals(parser.currentName())) {
            return false;
        }
        TokenStreamContext list = parser.streamReadContext().getParent();
        TokenStreamContext root = list == null ? null : list.getParent();
        return root != null
                && list.inArray()
                && "inputs".equals(root.currentName())
                && root.getParent() != null
                && root.getParent().inRoot();
    }

    private void locate(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw new InvalidRequest("inputs[0].data", "must be an array");
        }
        if (to > 0) {
            throw new InvalidRequest("inputs", "must be one tensor");
        }
        from = offset(parser.currentTokenLocation());
        parser.skipChildren();
        to = offset(parser.currentLocation());
    }

    private static int offset(TokenStreamLocation at) {
        if (at.getByteOffset() < 0) {
            throw new MalformedJson("only UTF-8 is read", at.getLineNr(), at.getColumnNr());
        }
        return Math.toIntExact(at.getByteOffset());
    }

    /** The JSON with an empty array in the place of the data. */
    byte[] rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        rest.write(body, 0, from);
        if (to > 0) {
            rest.writeBytes(EMPTY_ARRAY);
        }
        rest.write(body, to, length - to);
        return rest.toByteArray();
    }

    /** The data, where there are any. */
    JsonTensor tensor(JsonFactory json) {
        return new JsonTensor(json, body, from, to);
    }
}
