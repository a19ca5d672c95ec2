package org.bubblegram.training;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.bubblegram.engine.Gradients;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.metrics.Metric;
import org.bubblegram.network.Weights;
import org.bubblegram.training.Batches.Batch;

/**
 * Epochs of steps: forward, backward, optimizer; after each epoch validation, checkpoint, and perhaps the end. Order and
 * views of an epoch depend on seed and epoch alone, so a run that goes on from a checkpoint takes the same steps.
 */
final class TrainingLoop {
    private final Settings settings;
    private final Learner learner;
    private final Batches training;
    private final Validation validation;
    private final Environment environment;
    private final AdamW optimizer;
    private final EarlyStopping stopping;
    private Weights best = new Weights();
    private String bestSha256 = "";

    /**
     * How to train.
     *
     * @param order the examples of an epoch (from 1), in order
     */
    record Settings(TrainingSpec spec, IntFunction<int[]> order) {}

    /** What surrounds the loop. */
    record Environment(
            Checkpoints checkpoints, TrainingListener listener, BooleanSupplier cancelled, InstantSource clock) {}

    TrainingLoop(Settings settings, Learner learner, Batches training, Validation validation, Environment environment) {
        this.settings = settings;
        this.learner = learner;
        this.training = training;
        this.validation = validation;
        this.environment = environment;
        TrainingSpec spec = settings.spec();
        this.optimizer =
                new AdamW(learner.weights(), requireNonNull(spec.optimizer().weightDecay()));
        this.stopping = new EarlyStopping(
                spec.earlyStopping().metric().higherIsBetter(),
                requireNonNull(spec.earlyStopping().patience()));
    }

    /**
     * Trains from the newest checkpoint, or from the start, to the end, and leaves the best epoch's weights in the learner.
     *
     * @return the best epoch
     */
    int run() throws IOException {
        TensorEngine.evaluateOnly(); // gradients are recorded within a step alone
        learner.weights().values().forEach(weight -> weight.setRequiresGradient(true));
        try (optimizer) {
            int epoch = resume();
            while (epoch < settings.spec().epochs() && !(epoch > 0 && stopping.stopsAfter(epoch))) {
                epoch++;
                EpochResult result = epoch(epoch);
                environment.listener().onEpoch(result); // told twice if killed before the next line, never not at all
                save(result);
            }
            load(best, "");
            return stopping.bestEpoch();
        } finally {
            learner.weights().values().forEach(weight -> weight.setRequiresGradient(false));
            best.close();
        }
    }

    private EpochResult epoch(int epoch) throws IOException {
        EpochSteps steps = train(epoch);
        Validation.Result result = validation.evaluate(environment.cancelled());
        Map<String, Double> metrics = new TreeMap<>();
        for (Metric metric : Metric.values()) {
            metrics.put(metric.key(), result.mean(metric));
        }
        boolean improved = stopping.improves(
                epoch, result.mean(settings.spec().earlyStopping().metric()));
        return new EpochResult(
                epoch,
                optimizer.steps(),
                steps.meanLoss(),
                result.meanLoss(),
                metrics,
                learningRate(),
                norm(Function.identity()),
                steps.meanGradientNorm(),
                steps.examplesPerSecond(),
                improved);
    }

    private double learningRate() {
        return requireNonNull(settings.spec().optimizer().learningRate());
    }

    private EpochSteps train(int epoch) throws IOException {
        EpochSteps steps = new EpochSteps(environment.clock());
        int[] examples = settings.order().apply(epoch);
        int batchSize = settings.spec().batchSize();
        for (int from = 0; from < examples.length; from += batchSize) {
            if (environment.cancelled().getAsBoolean()) {
                throw new TrainingCancelled();
            }
            int to = Math.min(from + batchSize, examples.length);
            try (NDManager manager = TensorEngine.newManager()) {
                steps.add(step(training.load(manager, Arrays.copyOfRange(examples, from, to)), epoch));
            }
        }
        return steps;
    }

    private EpochSteps.Step step(Batch batch, int epoch) {
        learner.weights().values().forEach(Gradients::zero);
        NDArray loss = Gradients.backward(
                () -> batch.mean(settings.spec().loss().perSample(learner.logits(batch.inputs()), batch.targets())));
        double value = loss.getFloat();
        double gradientNorm = norm(NDArray::getGradient);
        if (!Double.isFinite(value) || !Double.isFinite(gradientNorm)) {
            throw new TrainingFailure(
                    "loss_diverged",
                    "The loss was %s with a gradient of length %s at step %d (epoch %d). A lower learning rate, or a loss that bounds the logits, may help."
                            .formatted(value, gradientNorm, optimizer.steps() + 1, epoch));
        }
        // not Trainer.step(): it rejects gradients whose signed sum is 0, as a softmax head's is
        optimizer.step(learningRate());
        return new EpochSteps.Step(
                batch.weights().size(), value, batch.weights().sum().getFloat(), gradientNorm);
    }

    private double norm(Function<NDArray, NDArray> part) {
        double squares = 0;
        for (NDArray weight : learner.weights().values()) {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                squares += part.apply(weight).square().sum().getFloat();
            }
        }
        return Math.sqrt(squares);
    }

    private int resume() throws IOException {
        var newest = environment
                .checkpoints()
                .newest(epoch -> environment
                        .listener()
                        .onNotice(
                                "checkpoint_damaged",
                                "The checkpoint of epoch " + epoch + " is damaged; the one before it is used."));
        if (newest.isEmpty()) {
            return 0;
        }
        try (Checkpoints.Loaded checkpoint = newest.get()) {
            Checkpoints.State state = checkpoint.state();
            load(checkpoint.tensors(), "weights.");
            optimizer.restore(checkpoint.tensors(), state.step());
            stopping.restore(state.bestEpoch(), state.bestValue());
            keepBest(checkpoint.best(), state.sha256(Checkpoints.bestFile(state.bestEpoch())));
            environment.listener().onNotice("resumed", "Training goes on after epoch " + state.epoch() + ".");
            return state.epoch();
        }
    }

    private void keepBest(Weights weights, String sha256) {
        best.close();
        best = weights.copy("");
        bestSha256 = sha256;
    }

    private void load(Weights from, String prefix) {
        learner.weights().forEach((name, weight) -> from.get(prefix + name).copyTo(weight));
    }

    private void save(EpochResult result) throws IOException {
        Checkpoints checkpoints = environment.checkpoints();
        String bestFile = Checkpoints.bestFile(stopping.bestEpoch());
        String epochFile = Checkpoints.epochFile(result.epoch());
        String epochSha256;
        try (Weights current = new Weights();
                Weights tensors = new Weights()) {
            learner.weights().forEach((name, weight) -> current.put(name, weight.toFloatArray(), weight.getShape()));
            if (result.best()) {
                keepBest(current, checkpoints.write(bestFile, current));
            }
            tensors.putAll("weights.", current);
            optimizer.save(tensors);
            epochSha256 = checkpoints.write(epochFile, tensors);
        }
        Map<String, String> sha256 = Map.of(bestFile, bestSha256, epochFile, epochSha256);
        checkpoints.complete(new Checkpoints.State(
                result.epoch(), result.step(), stopping.bestEpoch(), stopping.bestValue(), sha256));
    }
}
