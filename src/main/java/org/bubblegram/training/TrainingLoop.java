package org.bubblegram.training;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.bubblegram.engine.ProcessMemory;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.metrics.Metric;
import org.bubblegram.network.Weights;
import org.bubblegram.training.Checkpoints.StageStart;
import org.jspecify.annotations.Nullable;

/**
 * One stage's epochs of steps: forward, backward, optimizer; after each epoch validation, checkpoint, and perhaps the end.
 * Whatever is drawn by lot depends on seed, epoch, step and example alone, so a run that goes on from a checkpoint takes
 * the same steps.
 */
final class TrainingLoop {
    private final Settings settings;
    private final Learner learner;
    private final LearningWeights weights;
    private final TrainingStep step;
    private final Validation validation;
    private final Environment environment;
    private final Optimizer optimizer;
    private final Averaging averaging;
    private final LearningRate learningRate;
    private final EarlyStopping stopping;
    private final Divergence divergence;
    private Weights best = new Weights();
    private String bestSha256 = "";

    /**
     * How to train.
     *
     * @param samples of the training split
     * @param constantAnswer the mean histogram of the training split
     * @param order the examples of an epoch (from 1, over all stages), in order
     * @param start where the stage begins
     */
    @SuppressWarnings({"ArrayRecordComponent", "checkstyle:ParameterNumber"}) // never compared, made in one place
    record Settings(
            TrainingSpec spec,
            Stage stage,
            int samples,
            double[] constantAnswer,
            IntFunction<int[]> order,
            StageStart start) {
        int stepsPerEpoch() {
            return stage.stepsPerEpoch(samples, spec.augmentation());
        }
    }

    /**
     * How a stage ended.
     *
     * @param epoch the last one, over all stages
     * @param step likewise
     */
    record End(int bestEpoch, double bestValue, int epoch, long step) {}

    /** What surrounds the loop. */
    record Environment(
            Checkpoints checkpoints,
            StageProgress progress,
            TrainingListener listener,
            BooleanSupplier cancelled,
            InstantSource clock) {}

    TrainingLoop(Settings settings, Learner learner, Batches training, Validation validation, Environment environment) {
        TrainingSpec spec = settings.spec();
        Stage stage = settings.stage();
        this.settings = settings;
        this.learner = learner;
        this.weights = learner.weights();
        this.step = new TrainingStep(learner, training, spec, stage.batchSize());
        this.validation = validation;
        this.environment = environment;
        this.optimizer = stage.optimizer().optimizer(weights);
        this.averaging = new Averaging(weights.tensors(), spec.weightAveraging().decay());
        this.learningRate = new LearningRate(stage.optimizer(), settings.stepsPerEpoch(), stage.epochs());
        Metric metric = spec.earlyStopping().metric();
        this.stopping = new EarlyStopping(metric.higherIsBetter());
        this.divergence = new Divergence(metric, environment.listener());
    }

    /**
     * Trains to the end of the stage and leaves the best epoch's weights in the learner.
     *
     * @param checkpoint of this stage to go on from; null to begin it
     * @return where it ended
     */
    End run(Checkpoints.@Nullable Loaded checkpoint) throws IOException {
        TensorEngine.evaluateOnly(); // gradients are recorded within a step alone
        weights.learn(true);
        try (optimizer;
                averaging) {
            int epoch = checkpoint == null ? settings.start().epoch() : resume(checkpoint);
            while (goesOnAfter(epoch)) {
                EpochResult result;
                try {
                    result = epoch(epoch + 1);
                } catch (TrainingFailure e) {
                    endWithBest(e);
                    break;
                }
                epoch++;
                requireBest(result);
                environment.listener().onEpoch(result); // told twice if killed before save ends, never not at all
                divergence.tellIfIn(result, stopping.bestEpoch());
                save(result);
            }
            weights.load(best, "");
            return new End(stopping.bestEpoch(), stopping.bestValue(), epoch, steps());
        } finally {
            weights.learn(false);
            best.close();
        }
    }

    private boolean goesOnAfter(int epoch) {
        Stage stage = settings.stage();
        return epoch < settings.start().epoch() + stage.epochs() && !stopping.stopsAfter(epoch, stage.patience());
    }

    private long steps() {
        return settings.start().step() + optimizer.steps();
    }

    private EpochResult epoch(int epoch) throws IOException {
        EpochSteps steps = new EpochSteps(environment.clock());
        GradientStatistics gradients = new GradientStatistics(settings.stepsPerEpoch(), settings.samples());
        long stepsBefore = optimizer.steps();
        train(epoch, steps, gradients);
        averaging.exchange();
        Validation.Result result = validation.evaluate(environment.cancelled());
        averaging.exchange();
        boolean improved = stopping.improves(
                epoch, result.scores().of(settings.spec().earlyStopping().metric()));
        learningRate.epochEnded(stepsBefore, improved);
        return new EpochResult(
                epoch,
                steps(),
                settings.stage().trainable(),
                steps.meanLoss(),
                result.meanLoss(),
                result.scores().metrics(),
                result.scores().losses(),
                validation.distance(result, settings.constantAnswer()),
                steps.learningRate(),
                weights.norm(),
                steps.meanGradientNorm(),
                gradients.summary(),
                steps.examplesPerSecond(),
                ProcessMemory.resident(),
                improved);
    }

    /** Where no epoch has yet been better than nothing there are no weights to go on from, nor to end with. */
    private void requireBest(EpochResult result) {
        if (stopping.bestEpoch() == 0) {
            throw divergence.withoutBest(result);
        }
    }

    /** The weights of a good epoch are worth more than the news that a later one went wrong. */
    private void endWithBest(TrainingFailure failure) {
        if (!failure.code().equals(Divergence.CODE) || stopping.bestEpoch() == 0) {
            throw failure;
        }
        divergence.tellOfEnd(failure, stopping.bestEpoch());
    }

    private void train(int epoch, EpochSteps steps, GradientStatistics gradients) throws IOException {
        int[] examples = settings.order().apply(epoch);
        int size = settings.stage().samplesPerStep();
        for (int from = 0; from < examples.length; from += size) {
            if (environment.cancelled().getAsBoolean()) {
                throw new TrainingCancelled();
            }
            int[] chosen = Arrays.copyOfRange(examples, from, Math.min(from + size, examples.length));
            if (gradients.looksAt(from / size)) {
                try (LayerGradients layer = LayerGradients.of(weights.tensor(learner.lastWeight()))) {
                    step(epoch, chosen, steps, layer);
                    gradients.add(layer);
                }
            } else {
                step(epoch, chosen, steps, null);
            }
            double done = epoch - 1 - settings.start().epoch() + Math.min(1, (from + size) / (double) examples.length);
            environment.progress().epochs(settings.start().index(), done);
        }
    }

    private void step(int epoch, int[] examples, EpochSteps steps, @Nullable LayerGradients gradients)
            throws IOException {
        long number = steps() + 1;
        TrainingStep.Sum sum = step.gradients(new TrainingStep.Place(epoch, number), examples, gradients);
        double norm = weights.gradientNorm();
        if (!Double.isFinite(sum.loss()) || !Double.isFinite(norm)) {
            throw Divergence.atStep(sum.mean(), norm, number, epoch);
        }
        Double clip = settings.spec().gradientClipNorm();
        if (clip != null && norm > clip) {
            weights.scaleGradients(clip / norm);
        }
        double rate = learningRate.at(optimizer.steps() + 1);
        // not Trainer.step(): it rejects gradients whose signed sum is 0, as a softmax head's is
        optimizer.step(rate);
        averaging.add(optimizer.steps());
        steps.add(sum, norm, rate);
    }

    private int resume(Checkpoints.Loaded checkpoint) {
        Checkpoints.State state = checkpoint.state();
        weights.load(checkpoint.tensors(), "weights.");
        optimizer.restore(checkpoint.tensors(), state.step() - settings.start().step());
        averaging.restore(checkpoint.tensors());
        learningRate.restore(state.learningRate());
        stopping.restore(state.bestEpoch(), state.bestValue());
        keepBest(checkpoint.best().copy(""), state.sha256(Checkpoints.bestFile(state.bestEpoch())));
        environment.listener().onNotice("resumed", "Training goes on after epoch " + state.epoch() + ".");
        return state.epoch();
    }

    private void keepBest(Weights better, String fileSha256) {
        best.close();
        best = better;
        bestSha256 = fileSha256;
    }

    private void save(EpochResult result) throws IOException {
        Checkpoints checkpoints = environment.checkpoints();
        String bestFile = Checkpoints.bestFile(stopping.bestEpoch());
        String epochFile = Checkpoints.epochFile(result.epoch());
        if (result.best()) {
            averaging.exchange();
            Weights better = weights.copy();
            averaging.exchange();
            keepBest(better, checkpoints.write(bestFile, better));
        }
        String epochSha256;
        try (Weights current = weights.copy();
                Weights tensors = new Weights()) {
            tensors.putAll("weights.", current);
            optimizer.save(tensors);
            averaging.save(tensors);
            epochSha256 = checkpoints.write(epochFile, tensors);
        }
        checkpoints.complete(new Checkpoints.State(
                result.epoch(),
                result.step(),
                settings.start(),
                learningRate.state(),
                stopping.bestEpoch(),
                stopping.bestValue(),
                Map.of(bestFile, bestSha256, epochFile, epochSha256)));
    }
}
