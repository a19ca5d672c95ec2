package org.bubblegram.training;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.Datasets;
import org.bubblegram.dataset.GroupSplit;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.dataset.SplitImpossible;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.network.Backbones;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.training.TrainingLoop.Environment;

/** Trains a network as a spec says. One at a time in a process: callers queue behind its lock. */
public final class Training {
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final Datasets datasets;
    private final ImageDecoder decoder;
    private final Backbones backbones;
    private final TrainingCache cache;
    private final InstantSource clock;

    Training(Datasets datasets, ImageDecoder decoder, Backbones backbones, TrainingCache cache, InstantSource clock) {
        this.datasets = datasets;
        this.decoder = decoder;
        this.backbones = backbones;
        this.cache = cache;
        this.clock = clock;
    }

    /**
     * The spec as it will run on a data set: with the installation's default backbone filled in.
     *
     * @throws org.bubblegram.network.UnknownBackbone if it names one that is not configured
     * @throws org.bubblegram.dataset.SplitImpossible if the data set cannot be split as it says
     */
    public TrainingSpec resolve(Dataset dataset, TrainingSpec spec) {
        GroupSplit.split(datasets.samples(dataset), spec.split(), spec.seed());
        return spec.withWeights(backbones.resolve(spec.backbone().weights()));
    }

    /**
     * Trains, or goes on from the newest checkpoint. Blocks; call it from a worker thread.
     *
     * @throws TrainingFailure if it cannot go on
     * @throws TrainingCancelled if its caller asked it to stop
     */
    public TrainedNetwork run(TrainingRun run) {
        ONE_AT_A_TIME.lock();
        try {
            TensorEngine.evaluateOnly();
            return train(run);
        } catch (IOException e) {
            throw new TrainingFailure("storage_failed", "Training could not read or write: " + e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static Map<Split, List<Sample>> split(TrainingRun run) {
        try {
            return GroupSplit.split(
                    run.samples(), run.spec().split(), run.spec().seed());
        } catch (SplitImpossible e) {
            throw new TrainingFailure(SplitImpossible.CODE, String.valueOf(e.getMessage()));
        }
    }

    private TrainedNetwork train(TrainingRun run) throws IOException {
        TrainingSpec spec = run.spec();
        Map<Split, List<Sample>> samples = split(run);
        SampleInputs inputs = new SampleInputs(
                datasets, decoder, new Preprocessing(spec.input().size()));
        String description = run.contents() + "|" + inputs.preprocessing().fingerprint();
        try (Rows cachedInputs = cache.open("inputs|" + description, inputs.floats())) {
            Material material = new Material(run, samples, inputs, cachedInputs);
            HistogramNetwork network = new InitialNetwork(backbones).of(material);
            try {
                Environment environment = new Environment(run.checkpoints(), run.listener(), run.cancelled(), clock);
                return switch (spec.backbone().trainable()) {
                    case NONE -> new HeadTraining(material, network, cache, environment).run();
                    case ALL -> new WholeTraining(material, network, environment).run();
                };
            } catch (IOException | RuntimeException | Error e) {
                network.close();
                throw e;
            }
        }
    }
}
