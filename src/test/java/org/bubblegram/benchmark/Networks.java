package org.bubblegram.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.Backbone;
import org.bubblegram.network.HeadOptions;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.network.OnnxExport;
import org.bubblegram.network.Pooling;

/** Networks with random weights, which take as long as any others. */
final class Networks {
    static final int INPUT_SIZE = 224;
    static final int BINS = 6;
    private static final long SEED = 1;

    private Networks() {}

    static Path backbone(Path file) throws IOException {
        try (Backbone backbone = backbone();
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            backbone.weights().write(out);
        }
        return file;
    }

    static Path onnx(Path file) throws IOException {
        HeadOptions linear = HeadOptions.plain(Pooling.MAX);
        try (Backbone backbone = backbone();
                HistogramNetwork network = HistogramNetwork.of(backbone, linear, BINS, SEED);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            OnnxExport.write(network, Map.of(), "benchmark", out);
        }
        return file;
    }

    /** Normalized by statistics of noise, for numbers would otherwise grow from block to block. */
    private static Backbone backbone() {
        Backbone backbone = Backbone.random(SEED);
        Consumer<NDArray> estimate = backbone.estimateStatistics();
        try (NDManager manager = TensorEngine.newManager()) {
            estimate.accept(manager.randomNormal(0, 1, new Shape(4, 3, 64, 64), DataType.FLOAT32));
        }
        return backbone;
    }
}
