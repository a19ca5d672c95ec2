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
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.bubblegram.dataset.ConstantAnswer;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Target;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.histogram.SizeUnit;
import org.bubblegram.metrics.Scorer;
import org.bubblegram.network.Head;
import org.bubblegram.network.Noise;
import org.bubblegram.network.Weights;
import org.bubblegram.storage.BlobStore;
import org.bubblegram.storage.DirectoryBlobStore;
import org.jspecify.annotations.Nullable;

/** The training loop on a linear map from 8 features to 4 bins, whose targets follow from the features. */
final class SyntheticRun implements AutoCloseable {
    static final int FEATURES = 8;
    static final int BINS = 4;
    private static final Scorer SCORER =
            new Scorer(SizeBins.of(SizeUnit.MILLIMETRE, 0.5, 1.5, 2.5, 3.5, 4.5), Basis.NUMBER);

    final List<Sample> samples = new ArrayList<>();
    final List<EpochResult> epochs = new ArrayList<>();
    final List<String> notices = new ArrayList<>();
    final List<String> messages = new ArrayList<>();
    final Weights weights = new Weights();
    Checkpoints checkpoints;
    StopRequest cancelled = () -> false;

    final Learner learner = new LinearLearner();
    final Batches batches = new SyntheticBatches();

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

    /** Makes it one of many attempts at what is stored. */
    SyntheticRun attempt(int number, BlobStore store) {
        checkpoints = new Checkpoints(store, "run/", number);
        return this;
    }

    /** Runs to the end, from the newest checkpoint if there is one. */
    int run() throws IOException {
        var newest = checkpoints.newest(epoch -> notices.add("checkpoint_damaged"));
        try {
            Stage stage = Stage.of(spec).get(0);
            var order = new TrainingLoop.Settings(
                    spec,
                    stage,
                    samples.size(),
                    ConstantAnswer.of(samples),
                    epoch -> Example.oneView(samples.size(), 8, spec.seed(), epoch),
                    Checkpoints.StageStart.FIRST);
            var listener = new Listener();
            var progress = new StageProgress(List.of(stage), samples.size(), spec.augmentation(), listener);
            var environment =
                    new TrainingLoop.Environment(checkpoints, progress, listener, cancelled, Clock.systemUTC());
            return new TrainingLoop(order, learner, batches, validation(), environment)
                    .run(newest.orElse(null))
                    .bestEpoch();
        } finally {
            newest.ifPresent(Checkpoints.Loaded::close);
        }
    }

    /** Of the weights as they are, on all samples. */
    Validation validation() {
        return new Validation(learner, batches, samples, new Validation.Scoring(spec.loss(), SCORER), spec.batchSize());
    }

    /** Gradients of one step over some examples, as the loop computes them. */
    TrainingStep step() {
        return new TrainingStep(learner, batches, spec, spec.batchSize());
    }

    float[] weight() {
        return weights.get("weight").toFloatArray();
    }

    @Override
    public void close() {
        weights.close();
    }

    private final class LinearLearner implements Learner {
        @Override
        public Head.Forward learning(NDArray inputs, Noise noise) {
            return new Head.Forward(inputs, logits(inputs));
        }

        @Override
        public NDArray logits(NDArray inputs) {
            return Linear.linear(inputs, weights.get("weight"), weights.get("bias"))
                    .singletonOrThrow();
        }

        @Override
        public @Nullable NDArray penalty(NDManager manager) {
            return null;
        }

        @Override
        public LearningWeights weights() {
            return new LearningWeights(new TreeMap<>(weights.tensors()), name -> 1);
        }

        @Override
        public String lastWeight() {
            return "weight";
        }

        @Override
        public double lastScale() {
            return 1;
        }
    }

    private final class SyntheticBatches implements Batches {
        @Override
        public Batch load(NDManager manager, int epoch, int[] examples) {
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
        public void onProgress(double done) {}

        @Override
        public void onEpoch(EpochResult result) {
            epochs.add(result);
        }

        @Override
        public void onNotice(String code, String message) {
            notices.add(code);
            messages.add(message);
        }
    }
}
