package org.bubblegram.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The way of large arrays from Java to the engine. DJL puts each into a new direct buffer, which is freed only when Java next
 * collects its garbage: a training that makes a hundred megabytes of batches a second and hardly any garbage takes all
 * memory there is. Here one buffer is used again and again, and the engine gets a copy of its own. For one thread.
 */
public final class Staging {
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    /** A tensor in the engine's own memory. */
    public NDArray tensor(NDManager manager, float[] values, Shape shape) {
        ByteBuffer part = room(values.length);
        part.asFloatBuffer().put(values);
        return Scalars.owned(manager.create(part, shape, DataType.FLOAT32));
    }

    /** Room for so many numbers, in native order; what the last room held is gone. */
    ByteBuffer room(int floats) {
        int bytes = Math.multiplyExact(Float.BYTES, floats);
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(bytes);
        }
        return buffer.slice(0, bytes).order(ByteOrder.nativeOrder());
    }
}
