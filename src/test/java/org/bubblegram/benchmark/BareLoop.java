package org.bubblegram.benchmark;

import java.nio.FloatBuffer;
import java.util.Set;
import java.util.SplittableRandom;
import org.bubblegram.engine.OnnxModel;

/** The network in ONNX Runtime and nothing around it: no HTTP, no JPEG. */
final class BareLoop implements Measurement {
    static final String NAME = "bare";
    static final String RATE = "rate of the bare loop";
    private static final int[] BATCHES = {1, 4, 8, 16};
    private static final int[] CALLERS = {1, 2};

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> needs() {
        return Set.of("matrix");
    }

    @Override
    public void measure(Run run) throws Exception {
        double best = 0;
        try (OnnxModel model = OnnxModel.open(Networks.onnx(run.folder().resolve("bare.onnx")))) {
            for (int callers : CALLERS) {
                for (int batch : BATCHES) {
                    double rate = rate(model, callers, batch, run.window());
                    run.add(Row.of(
                            "bare loop, batch %d, %d caller%s".formatted(batch, callers, callers == 1 ? "" : "s"),
                            rate,
                            "pictures/s"));
                    best = Math.max(best, rate);
                }
            }
        }
        run.keep(RATE, best);
        double limit = run.figure(MatrixProduct.GFLOPS) / Figures.RESNET50_GFLOP;
        run.add(Row.of("bare loop, best of these", best, "pictures/s")
                .ratio(limit, "of the matrix product's rate")
                .target(Target.atLeast(0.70)));
    }

    private static double rate(OnnxModel model, int callers, int batch, Window window) throws Exception {
        int size = Networks.INPUT_SIZE;
        FloatBuffer images = FloatBuffer.allocate(batch * 3 * size * size);
        SplittableRandom random = new SplittableRandom(batch);
        while (images.hasRemaining()) {
            images.put((float) random.nextGaussian());
        }
        images.flip();
        return ClosedLoop.run(callers, window, () -> {
                    model.run(images.duplicate(), batch, size, size);
                    return batch;
                })
                .rate();
    }
}
