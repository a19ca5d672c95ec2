package org.bubblegram.web;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bubblegram.prediction.Photograph;

/** Elements in the bytes behind the JSON: little-endian, one after the other; BYTES with 4 bytes of length before each. */
final class BinaryTensor implements TensorData {
    private static final String FIELD = "inputs[0].parameters.binary_data_size";

    private final ByteBuffer bytes;

    /** @param bytes from 0 to the limit */
    BinaryTensor(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public ByteBuffer bytes(TensorShape shape) {
        requireBytes(shape.elements(), shape);
        return bytes;
    }

    @Override
    public FloatBuffer floats(TensorShape shape) {
        requireBytes((long) Float.BYTES * shape.elements(), shape);
        return bytes.asFloatBuffer();
    }

    private void requireBytes(long expected, TensorShape shape) {
        if (bytes.limit() != expected) {
            throw new InvalidRequest(
                    FIELD, "is " + bytes.limit() + ", but the shape " + shape.sides() + " takes " + expected);
        }
    }

    @Override
    public List<Photograph> files(TensorShape shape) {
        List<Photograph> files = new ArrayList<>();
        int at = 0;
        while (at < bytes.limit() && files.size() < shape.elements()) {
            long length = bytes.limit() - at < Integer.BYTES ? -1 : Integer.toUnsignedLong(bytes.getInt(at));
            int from = at + Integer.BYTES;
            if (length < 0 || length > bytes.limit() - from) {
                throw new InvalidRequest(FIELD, "ends within element " + files.size());
            }
            files.add(() -> copy(from, (int) length));
            at = from + (int) length;
        }
        if (files.size() != shape.elements() || at != bytes.limit()) {
            throw new InvalidRequest(FIELD, "does not hold the " + shape.elements() + " elements of the shape");
        }
        return files;
    }

    private byte[] copy(int from, int length) {
        byte[] copy = new byte[length];
        bytes.get(from, copy);
        return copy;
    }
}
