package org.bubblegram.web;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.bubblegram.prediction.Photograph;

/** The elements of an input tensor as they came, row by row. Each method fails unless there are just as many as asked. */
interface TensorData {
    /** UINT8. @throws InvalidRequest if they do not fit */
    ByteBuffer bytes(TensorShape shape);

    /** FP32, from index 0. @throws InvalidRequest if they do not fit */
    FloatBuffer floats(TensorShape shape);

    /** BYTES. @throws InvalidRequest if they do not fit */
    List<Photograph> files(TensorShape shape);
}
