package org.bubblegram.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.bubblegram.engine.TensorEngine;

/** What this machine's processors can do at best: one large product, best of several. */
final class MatrixProduct implements Measurement {
    static final String GFLOPS = "rate of the matrix product";
    private static final int N = 2048;

    @Override
    public String name() {
        return "matrix";
    }

    @Override
    public void measure(Run run) {
        double best = Double.POSITIVE_INFINITY;
        try (NDManager manager = TensorEngine.newManager()) {
            NDArray a = manager.randomNormal(0, 1, new Shape(N, N), DataType.FLOAT32);
            NDArray b = manager.randomNormal(0, 1, new Shape(N, N), DataType.FLOAT32);
            for (int i = 0; i < run.either(5, 40); i++) {
                long begin = System.nanoTime();
                try (NDArray product = a.matMul(b)) { // (N, N)
                    product.getFloat(0, 0); // nothing is left to be computed later
                }
                best = Math.min(best, (System.nanoTime() - begin) / 1e9);
            }
        }
        double gflops = Figures.productGflops(N, best);
        run.keep(GFLOPS, gflops);
        run.add(Row.of("matrix product 2048^3, float32", gflops, "GFLOP/s"));
        run.add(Row.of("ResNet50 at that rate", gflops / Figures.RESNET50_GFLOP, "pictures/s"));
    }
}
