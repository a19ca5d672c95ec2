package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Target;
import org.bubblegram.network.Weights;
import org.bubblegram.storage.DirectoryBlobStore;

/** The training loop on a linear map from 8 features to 4 bins, whose targets follow from the features. */
final class SyntheticRun implements AutoCloseable {
    static final int FEATURES = 8;
    static final int BINS = 4;

    final List<Sample> samples = new ArrayList<>();
    final List<EpochResult> epochs = new ArrayList<>();
    final List<String> notices = new ArrayList<>();
    final Weights weights = new Weights();
    final Checkpoints checkpoints;
    BooleanSupplier cancelled = () -> false;

    private final TrainingSpec spec;
    private final float[][] features;

    static SyntheticRun learnable(TrainingSpec spec, Path store) throws IOException {
        return new SyntheticRun(spec, store, true);
    }

    static SyntheticRun unlearnable(TrainingSpec spec, Path store) throws IOException {
        return new SyntheticRun(spec, store, false);
    }

    private SyntheticRun(TrainingSpec spec, Path store, boolean learnable) throws IOException {
        this.spec = spec;
        this.checkpoints = new Checkpoints(new DirectoryBlobStore(store, Clock.systemUTC()), "run/");
        SplittableRandom random = new SplittableRandom(7);
        this.features = new float[64][FEATURES];
        for (int i = 0; i < features.length; i++) {
            double[] fractions = new double[BINS];
            for (int f = 0; f < FEATURES; f++) {
                features[i][f] = (float) random.nextGaussian();
                fractions[f % BINS] += Math.exp(learnable ? features[i][f] : random.nextGaussian());
            }
            samples.add(new Sample(i, "i" + i, null, null, new Target(fractions), 1 + i % 3, null, "blob", 1, 1));
        }
        float[] start = new float[BINS * FEATURES];
        for (int i = 0; i < start.length; i++) {
            start[i] = (float) (random.nextGaussian() * 0.1);
        }
        weights.put("weight", start, new Shape(BINS, FEATURES));
        weights.put("bias", new float[BINS], new Shape(BINS));
    }

    int run() throws IOException {
        Learner learner = new Learner() {
            @Override
            public NDArray logits(NDArray inputs) {
                return Linear.linear(inputs, weights.get("weight"), weights.get("bias"))
                        .singletonOrThrow();
            }

            @Override
            public Map<String, NDArray> weights() {
                return new TreeMap<>(weights.tensors());
            }
        };
        Batches batches = new SyntheticBatches();
        var settings = new TrainingLoop.Settings(spec, epoch -> Example.oneView(samples.size(), spec.seed(), epoch));
        var environment = new TrainingLoop.Environment(checkpoints, new Listener(), cancelled, Clock.systemUTC());
        var validation = new Validation(learner, batches, samples, spec);
        return new TrainingLoop(settings, learner, batches, validation, environment).run();
    }

    float[] weight() {
        return weights.get("weight").toFloatArray();
    }

    @Override
    public void close() {
        weights.close();
    }

    private final class SyntheticBatches implements Batches {
        @Override
        public int samples() {
            return samples.size();
        }

        @Override
        public Batch load(NDManager manager, int[] examples) {
            float[] batch = new float[examples.length * FEATURES];
            for (int i = 0; i < examples.length; i++) {
                System.arraycopy(features[Example.sample(examples[i])], 0, batch, i * FEATURES, FEATURES);
            }
            NDArray inputs = manager.create(batch, new Shape(examples.length, FEATURES));
            return new Labels(samples, new double[] {1, 2, 3, 4}).batch(manager, inputs, examples);
        }
    }

    private final class Listener implements TrainingListener {
        @Override
        public void onFeatures(int done, int total) {}

        @Override
        public void onEpoch(EpochResult result) {
            epochs.add(result);
        }

        @Override
        public void onNotice(String code, String message) {
            notices.add(code);
        }
    }
}
