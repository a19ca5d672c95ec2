package org.bubblegram.training;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntFunction;
import org.bubblegram.engine.ProcessMemory;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.metrics.Metric;
import org.bubblegram.training.Checkpoints.StageStart;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stage's epochs of steps: forward, backward, optimizer; after each epoch validation, checkpoint, and perhaps the end.
 * Whatever is drawn by lot depends on seed, epoch, step and example alone, so a run that goes on from a checkpoint takes
 * the same steps.
 */
final class TrainingLoop {
    private static final Logger log = LoggerFactory.getLogger(TrainingLoop.class);

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
    private final LoopFiles files;
    private @Nullable EpochUnderWay underWay;

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
            StopRequest cancelled,
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
        this.files = new LoopFiles(environment.checkpoints(), weights, optimizer, averaging);
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
                } catch (TrainingCancelled e) {
                    savePart(epoch);
                    throw e;
                }
                epoch++;
                requireBest(result);
                environment.listener().onEpoch(result); // told twice if killed before save ends, never not at all
                divergence.tellIfIn(result, stopping.bestEpoch());
                save(result);
            }
            files.loadBest();
            return new End(stopping.bestEpoch(), stopping.bestValue(), epoch, steps());
        } finally {
            weights.learn(false);
            files.close();
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
        EpochUnderWay now =
                underWay == null ? new EpochUnderWay(optimizer.steps(), gradients(), environment.clock()) : underWay;
        underWay = now;
        train(epoch, now);
        Validation.Result result = validate();
        underWay = null;
        EpochSteps steps = now.steps();
        boolean improved = stopping.improves(
                epoch, result.scores().of(settings.spec().earlyStopping().metric()));
        learningRate.epochEnded(now.stepsBefore(), improved);
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
                now.gradients().summary(),
                steps.examplesPerSecond(),
                ProcessMemory.resident(),
                improved);
    }

    private GradientStatistics gradients() {
        return new GradientStatistics(settings.stepsPerEpoch(), settings.samples());
    }

    private Validation.Result validate() throws IOException {
        averaging.exchange();
        try {
            return validation.evaluate(environment.cancelled());
        } finally {
            averaging.exchange();
        }
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

    private void train(int epoch, EpochUnderWay now) throws IOException {
        int[] examples = settings.order().apply(epoch);
        int size = settings.stage().samplesPerStep();
        GradientStatistics gradients = now.gradients();
        for (int from = now.examples(); from < examples.length; from += size) {
            if (environment.cancelled().getAsBoolean()) {
                throw new TrainingCancelled();
            }
            int[] chosen = Arrays.copyOfRange(examples, from, Math.min(from + size, examples.length));
            if (gradients.looksAt(from / size)) {
                try (LayerGradients layer = LayerGradients.of(weights.tensor(learner.lastWeight()))) {
                    step(epoch, chosen, now.steps(), layer);
                    gradients.add(layer);
                }
            } else {
                step(epoch, chosen, now.steps(), null);
            }
            now.took(chosen.length);
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

    private int resume(Checkpoints.Loaded checkpoint) throws IOException {
        CheckpointState state = checkpoint.state();
        files.restore(checkpoint, state.step() - settings.start().step());
        learningRate.restore(state.learningRate());
        stopping.restore(state.bestEpoch(), state.bestValue());
        EpochUnderWay.State part = state.part();
        underWay = part == null ? null : EpochUnderWay.of(part, gradients(), environment.clock());
        environment
                .listener()
                .onNotice(
                        "resumed",
                        "Training goes on after epoch " + state.epoch()
                                + (part == null ? "." : " and " + part.examples() + " examples of the next."));
        return state.epoch();
    }

    private void save(EpochResult result) throws IOException {
        if (result.best()) {
            files.saveBest(result.epoch());
        }
        files.save(state(result.epoch(), null));
    }

    /** Best effort: whoever wants training to stop does not want to hear of a disk that is full. */
    private void savePart(int epoch) {
        EpochUnderWay now = underWay;
        if (now == null || now.examples() == 0 || !environment.cancelled().goesOnLater()) {
            return;
        }
        try {
            files.save(state(epoch, now.state()));
        } catch (IOException e) {
            log.warn("The epoch under way could not be saved; training will go on from its beginning", e);
        }
    }

    private CheckpointState state(int epoch, EpochUnderWay.@Nullable State part) {
        return new CheckpointState(
                epoch,
                steps(),
                settings.start(),
                learningRate.state(),
                stopping.bestEpoch(),
                stopping.bestValue(),
                Map.of(),
                part);
    }
}
