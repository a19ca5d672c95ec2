package org.bubblegram.web;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bubblegram.prediction.Photograph;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Elements as a JSON array, flat or nested, which is read number by number: a tree of it would fill the memory. */
final class JsonTensor implements TensorData {
    private static final String FIELD = "inputs[0].data";

    private final JsonFactory json;
    private final byte[] body;
    private final int from;
    private final int to;

    /** @param from where in the body the array starts, until {@code to} */
    JsonTensor(JsonFactory json, byte[] body, int from, int to) {
        this.json = json;
        this.body = body;
        this.from = from;
        this.to = to;
    }

    /** Takes one element. */
    @FunctionalInterface
    private interface Sink {
        /** @return whether it fits the type */
        boolean take(JsonParser element, int index);
    }

    @Override
    public ByteBuffer bytes(TensorShape shape) {
        byte[] values = new byte[room(shape)];
        read(shape, "an integer from 0 to 255", (element, i) -> {
            int value = element.currentToken() == JsonToken.VALUE_NUMBER_INT
                            && element.getNumberType() == JsonParser.NumberType.INT
                    ? element.getIntValue()
                    : -1;
            values[i] = (byte) value;
            return value >= 0 && value <= 255;
        });
        return ByteBuffer.wrap(values);
    }

    @Override
    public FloatBuffer floats(TensorShape shape) {
        float[] values = new float[room(shape)];
        read(shape, "a number", (element, i) -> {
            boolean number = element.currentToken().isNumeric();
            values[i] = number ? element.getFloatValue() : 0;
            return number;
        });
        return FloatBuffer.wrap(values);
    }

    @Override
    public List<Photograph> files(TensorShape shape) {
        List<Photograph> files = new ArrayList<>();
        read(shape, "a base64 text", (element, i) -> {
            boolean text = element.currentToken() == JsonToken.VALUE_STRING;
            byte[] file = text ? element.getBinaryValue() : new byte[0];
            files.add(() -> file);
            return text;
        });
        return files;
    }

    /** What the shape asks for, once it is sure that the text is long enough for it: a digit and a comma for each. */
    private int room(TensorShape shape) {
        int elements = shape.elements();
        if (elements > (to - from) / 2) {
            throw new InvalidRequest(FIELD, "has less than the " + elements + " elements of the shape");
        }
        return elements;
    }

    private void read(TensorShape shape, String expected, Sink sink) {
        int elements = shape.elements();
        int index = 0;
        Nesting nesting = new Nesting(shape);
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body, from, to - from)) {
            do {
                JsonToken token = parser.nextToken();
                if (!nesting.follows(token)) {
                    throw new InvalidRequest(FIELD, "is neither flat nor nested as the shape " + shape.sides());
                }
                if (token.isScalarValue()) {
                    if (index == elements || !sink.take(parser, index)) {
                        throw misfit(index, elements, expected);
                    }
                    index++;
                }
            } while (!nesting.closed());
        } catch (JacksonException e) { // what it holds, for the first look found the array itself in order
            throw misfit(index, elements, expected);
        }
        if (index != elements) {
            throw new InvalidRequest(FIELD, "has " + index + " elements, the shape " + elements);
        }
    }

    private static InvalidRequest misfit(int index, int elements, String expected) {
        return index == elements
                ? new InvalidRequest(FIELD, "has more than the " + elements + " elements of the shape")
                : new InvalidRequest(FIELD, "must have " + expected + " as element " + index);
    }

    /** Which arrays lie within which: one alone, or as many levels as the shape has, each as long as it says. */
    private static final class Nesting {
        private final TensorShape shape;
        private final int[] lengths;
        private int depth;
        private int depthOfElements;

        Nesting(TensorShape shape) {
            this.shape = shape;
            this.lengths = new int[shape.rank() + 1]; // [0] counts the outermost array itself
        }

        boolean follows(JsonToken token) {
            if (token == JsonToken.END_ARRAY) {
                depth--;
                return depthOfElements == 1 ? depth == 0 : lengths[depth + 1] == shape.side(depth);
            }
            lengths[depth]++;
            if (token == JsonToken.START_OBJECT) {
                return false;
            }
            if (token == JsonToken.START_ARRAY) {
                depth++;
                if (depth > shape.rank()) {
                    return false;
                }
                lengths[depth] = 0;
                return true;
            }
            if (depthOfElements == 0) {
                depthOfElements = depth;
            }
            return depth == depthOfElements && (depth == 1 || depth == shape.rank());
        }

        boolean closed() {
            return depth == 0;
        }
    }
}
