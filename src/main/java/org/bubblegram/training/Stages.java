package org.bubblegram.training;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bubblegram.dataset.ConstantAnswer;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.network.Autoencoder;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.training.Checkpoints.StageStart;
import org.bubblegram.training.TrainingLoop.Environment;
import org.bubblegram.training.TrainingLoop.Settings;
import org.jspecify.annotations.Nullable;

/** Trains a network stage by stage, each from the best that the one before has found. */
final class Stages {
    /** Beyond it the directions and the quantile hardly move, but minutes go by: two of the network's time each thousand. */
    private static final int ENOUGH_FOR_NOVELTY = 2048;

    private final Material material;
    private final HistogramNetwork network;
    private final TrainingCache cache;
    private final Environment environment;
    private final List<Stage> stages;
    private final String origin;

    /** @param network as training starts from it */
    Stages(Material material, HistogramNetwork network, TrainingCache cache, Environment environment) {
        this.material = material;
        this.network = network;
        this.cache = cache;
        this.environment = environment;
        this.stages = Stage.of(material.spec());
        this.origin = material.run().origin(network);
    }

    /** Trains from the newest checkpoint, or from the start, to the end. */
    TrainedNetwork run() throws IOException {
        boolean stored = environment.checkpoints().any();
        Optional<Checkpoints.Loaded> newest = environment
                .checkpoints()
                .newest(epoch -> environment
                        .listener()
                        .onNotice(
                                "checkpoint_damaged",
                                "The checkpoint of epoch " + epoch + " is damaged; the one before it is tried."));
        if (newest.isEmpty()) {
            if (stored) {
                environment.listener().onNotice("started_over", "No checkpoint is whole: training starts over.");
            }
            return run(StageStart.FIRST, null);
        }
        try (Checkpoints.Loaded checkpoint = newest.get()) {
            return run(checkpoint.state().stage(), checkpoint);
        }
    }

    private TrainedNetwork run(StageStart first, Checkpoints.@Nullable Loaded checkpoint) throws IOException {
        StageStart start = first;
        Checkpoints.@Nullable Loaded resumed = checkpoint;
        while (true) {
            Stage stage = stages.get(start.index());
            try (StageData data = open(stage)) {
                TrainingLoop.End end = loop(start, data).run(resumed);
                if (start.index() == stages.size() - 1) {
                    return result(data, end);
                }
                tell(stage, end);
                start = new StageStart(start.index() + 1, end.epoch(), end.step());
                resumed = null;
            }
        }
    }

    /** What deeper stages have to beat. */
    private void tell(Stage stage, TrainingLoop.End end) {
        String metric = material.spec().earlyStopping().metric().key();
        String message =
                "Stage %s ended with epoch %d; the next begins from its best, %d, with a validation %s of %.4f."
                        .formatted(stage.trainable().key(), end.epoch(), end.bestEpoch(), metric, end.bestValue());
        environment.listener().onNotice("stage_ended", message);
    }

    private StageData open(Stage stage) throws IOException {
        return StageData.open(material, network, stage, cache, environment);
    }

    private TrainingLoop loop(StageStart start, StageData data) throws IOException {
        TrainingSpec spec = material.spec();
        Stage stage = data.stage();
        List<Sample> training = material.samples(Split.TRAIN);
        int samples = training.size();
        int views = spec.augmentation().views();
        long seed = spec.seed();
        IntFunction<int[]> order = stage.trainable() == Trainable.NONE
                ? epoch -> Example.everyView(samples, views, seed, epoch)
                : epoch -> Example.oneView(samples, views, seed, epoch);
        if (stage.trainable() == Trainable.NONE) {
            data.computeAll(start.index(), views);
        }
        Settings settings = new Settings(spec, stage, samples, ConstantAnswer.of(training), order, start);
        return new TrainingLoop(
                settings, data.learner(), data.learned(), data.validation(Split.VALIDATION), environment);
    }

    private TrainedNetwork result(StageData data, TrainingLoop.End end) throws IOException {
        Map<Split, Validation.Result> results = new HashMap<>();
        for (Split split : Arrays.asList(Split.VALIDATION, Split.TEST)) {
            results.put(split, data.validation(split).evaluate(environment.cancelled()));
        }
        Novelty novelty = novelty(data);
        return TrainedNetwork.of(
                network.folded(), material, end.bestEpoch(), origin, new TrainedNetwork.HeldOut(results, novelty));
    }

    /** Null where no threshold can be read. */
    private @Nullable Novelty novelty(StageData data) throws IOException {
        int[] learned = spread(material.samples(Split.TRAIN).size());
        int[] heldOut = spread(material.samples(Split.VALIDATION).size());
        if (heldOut.length == 0) {
            return null;
        }
        Autoencoder autoencoder = AutoencoderFit.of(
                data.features(Split.TRAIN, learned), material.spec().seed());
        double[] errors = data.features(Split.VALIDATION, heldOut).stream()
                .mapToDouble(autoencoder::error)
                .toArray();
        return Novelty.of(autoencoder, errors);
    }

    /** Places of all samples, or of so many as are enough, evenly spread. */
    private static int[] spread(int samples) {
        int chosen = Math.min(samples, ENOUGH_FOR_NOVELTY);
        return IntStream.range(0, chosen)
                .map(i -> Math.toIntExact((long) i * samples / chosen))
                .toArray();
    }
}
