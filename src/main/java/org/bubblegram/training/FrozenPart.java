package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bubblegram.engine.OnnxModel;
import org.bubblegram.engine.Staging;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.Depth;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.network.OnnxExport;
import org.jspecify.annotations.Nullable;

/**
 * The part of a network below what learns. Where it is the whole backbone, ONNX Runtime computes it, as it does when
 * predictions are served: faster than the engine that trains. Not for several threads at once.
 */
final class FrozenPart implements AutoCloseable {
    /** How many pictures go forward at once where nothing learns. */
    static final int PICTURES_AT_ONCE = 8;

    private final HistogramNetwork network;
    private final Depth depth;
    private final int inputSize;
    private final Staging staging = new Staging();
    private @Nullable OnnxModel onnx; // made when it is first asked for: often all activations are there already

    /** @param network its frozen weights must not change while this is used; the caller closes it */
    FrozenPart(HistogramNetwork network, Depth depth, int inputSize) {
        this.network = network;
        this.depth = depth;
        this.inputSize = inputSize;
    }

    /** What it makes of pictures (H, W, 3), one row each: (F), or (H, W, C) of a feature map. */
    List<float[]> activations(List<FloatBuffer> pictures) throws IOException {
        return depth == Depth.HEAD ? features(pictures) : maps(pictures);
    }

    private List<float[]> features(List<FloatBuffer> pictures) throws IOException {
        if (onnx == null) {
            onnx = exported();
        }
        List<FloatBuffer> images =
                pictures.stream().map(OnnxModel::channelsFirst).toList(); // (3, H, W) each
        return Arrays.asList(onnx.run(images, inputSize, inputSize).features());
    }

    private OnnxModel exported() throws IOException {
        Path file = Files.createTempFile("bubblegram-frozen", ".onnx");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
                OnnxExport.write(network, Map.of(), "", out);
            }
            return OnnxModel.open(file);
        } finally {
            Files.delete(file);
        }
    }

    private List<float[]> maps(List<FloatBuffer> pictures) {
        float[] batch = new float[Math.multiplyExact(pictures.size(), 3 * inputSize * inputSize)];
        FloatBuffer all = FloatBuffer.wrap(batch);
        pictures.forEach(picture -> all.put(picture.duplicate()));
        try (NDManager manager = TensorEngine.newManager()) {
            Shape shape = new Shape(pictures.size(), inputSize, inputSize, 3);
            NDArray images = staging.tensor(manager, batch, shape).transpose(0, 3, 1, 2); // (B, 3, H, W)
            float[] values =
                    network.activations(images, depth).transpose(0, 2, 3, 1).toFloatArray(); // (B, H, W, C)
            int length = floats();
            return IntStream.range(0, pictures.size())
                    .mapToObj(i -> Arrays.copyOfRange(values, i * length, (i + 1) * length))
                    .toList();
        }
    }

    Depth depth() {
        return depth;
    }

    /** Of one sample: (C, H, W) or (F). */
    Shape shape() {
        return HistogramNetwork.activationShape(inputSize, depth);
    }

    int floats() {
        return Math.toIntExact(shape().size());
    }

    /** Everything but the pictures that activations depend on. */
    String fingerprint() {
        String engine = depth == Depth.HEAD ? "onnx|" + network.pooling() : "";
        return depth + "|" + network.fingerprintBelow(depth) + "|" + engine;
    }

    @Override
    public void close() {
        if (onnx != null) {
            onnx.close();
        }
    }
}
