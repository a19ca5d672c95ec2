package org.bubblegram.training;

import java.io.IOException;
import java.io.UncheckedIOException;
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
    static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final Datasets datasets;
    private final ImageDecoder decoder;
    private final Backbones backbones;
    private final TrainingCache cache;
    private final Feasibility feasibility;
    private final InstantSource clock;

    @SuppressWarnings("checkstyle:ParameterNumber") // called by the configuration alone
    Training(
            Datasets datasets,
            ImageDecoder decoder,
            Backbones backbones,
            TrainingCache cache,
            Feasibility feasibility,
            InstantSource clock) {
        this.datasets = datasets;
        this.decoder = decoder;
        this.backbones = backbones;
        this.cache = cache;
        this.feasibility = feasibility;
        this.clock = clock;
    }

    /**
     * The spec as it will run on a data set: with the installation's default backbone filled in.
     *
     * @throws org.bubblegram.network.UnknownBackbone if it names one that is not configured
     * @throws SplitImpossible if the data set cannot be split as it says
     * @throws SpecImpossible if it cannot be carried out on this data set or this machine
     */
    public TrainingSpec resolve(Dataset dataset, TrainingSpec spec) {
        Map<Split, List<Sample>> samples = GroupSplit.split(datasets.samples(dataset), spec.split(), spec.seed());
        feasibility.check(spec, samples, dataset.bins().count());
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
        } catch (CacheTooSmall e) {
            throw new TrainingFailure(CacheTooSmall.CODE, String.valueOf(e.getMessage()));
        } catch (IOException | UncheckedIOException e) {
            throw new StorageFailed("Training", e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    /** What was possible when it was queued may have become impossible, or be so on this worker. */
    private Map<Split, List<Sample>> checkedSplit(TrainingRun run) {
        TrainingSpec spec = run.spec();
        try {
            Map<Split, List<Sample>> samples = GroupSplit.split(run.samples(), spec.split(), spec.seed());
            feasibility.check(spec, samples, run.dataset().bins().count());
            return samples;
        } catch (SplitImpossible e) {
            throw new TrainingFailure(SplitImpossible.CODE, String.valueOf(e.getMessage()));
        } catch (SpecImpossible e) {
            throw e.asFailure();
        }
    }

    private TrainedNetwork train(TrainingRun run) throws IOException {
        TrainingSpec spec = run.spec();
        Map<Split, List<Sample>> samples = checkedSplit(run);
        SampleInputs inputs = new SampleInputs(
                datasets, decoder, new Preprocessing(spec.input().size()));
        try (Rows cachedInputs = cache.inputs(run, inputs)) {
            Material material = new Material(run, samples, inputs, cachedInputs);
            try (HistogramNetwork network = new InitialNetwork(backbones, cache).of(material)) {
                return new Stages(material, network, cache, environment(material)).run();
            }
        }
    }

    private Environment environment(Material material) {
        TrainingRun run = material.run();
        TrainingSpec spec = run.spec();
        StageProgress progress = new StageProgress(
                Stage.of(spec), material.samples(Split.TRAIN).size(), spec.augmentation(), run.listener());
        return new Environment(run.checkpoints(), progress, run.listener(), run.cancelled(), clock);
    }
}
