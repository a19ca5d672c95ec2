package org.bubblegram.engine;

/** A file that is no ONNX model, is damaged, or has other inputs and outputs than ours. */
public final class InvalidOnnxModel extends RuntimeException {
    InvalidOnnxModel(String message) {
        super(message);
    }

    InvalidOnnxModel(String message, Throwable cause) {
        super(message, cause);
    }
}
