package org.bubblegram.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.Datasets;
import org.bubblegram.dataset.Folds;
import org.bubblegram.dataset.FoldsImpossible;
import org.bubblegram.dataset.GroupSplit;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.dataset.SplitImpossible;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.loss.Loss;
import org.bubblegram.network.Backbone;
import org.bubblegram.network.Backbones;
import org.bubblegram.network.Depth;
import org.bubblegram.network.Head;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.training.ComparedFold.Answers;

/**
 * Cross-validates losses: each trains a linear head on the same frozen features, from the same start, in the same order,
 * once for each fold. The test split that training jobs of the same split and seed make takes no part. Features are shared
 * with training jobs through their cache.
 */
public final class LossComparison {
    private final Datasets datasets;
    private final IntFunction<SampleInputs> inputs;
    private final Backbones backbones;
    private final TrainingCache cache;
    private final Feasibility feasibility;
    private final Checkpoints unused;

    /**
     * @param inputs by the side of the network's square input
     * @param unused what a run of training wants; a comparison stores none
     */
    @SuppressWarnings("checkstyle:ParameterNumber") // called by the configuration alone
    LossComparison(
            Datasets datasets,
            IntFunction<SampleInputs> inputs,
            Backbones backbones,
            TrainingCache cache,
            Feasibility feasibility,
            Checkpoints unused) {
        this.datasets = datasets;
        this.inputs = inputs;
        this.backbones = backbones;
        this.cache = cache;
        this.feasibility = feasibility;
        this.unused = unused;
    }

    /**
     * The spec as it will run on a data set: with the installation's default backbone filled in.
     *
     * @throws org.bubblegram.network.UnknownBackbone if it names one that is not configured
     * @throws org.bubblegram.dataset.SplitImpossible if the data set cannot be split as it says
     * @throws FoldsImpossible if what is left of the test split cannot be dealt out to so many folds
     * @throws SpecImpossible if it cannot be carried out on this data set or this machine
     */
    public ComparisonSpec resolve(Dataset dataset, ComparisonSpec spec) {
        Map<Split, List<Sample>> parts = GroupSplit.split(datasets.samples(dataset), spec.split(), spec.seed());
        folds(parts, spec);
        feasibility.check(spec, parts, dataset.bins().count());
        return spec.withWeights(backbones.resolve(spec.backbone().weights()));
    }

    /**
     * Trains every loss on every fold. Blocks; call it from a worker thread. One training runs at a time in a process:
     * callers queue behind its lock.
     *
     * @return one a fold
     * @throws TrainingFailure if it cannot go on
     * @throws TrainingCancelled if its caller asked it to stop
     */
    public List<ComparedFold> run(ComparisonRun run) {
        Training.ONE_AT_A_TIME.lock();
        try {
            TensorEngine.evaluateOnly();
            return compare(run);
        } catch (FoldsImpossible e) {
            throw new TrainingFailure(FoldsImpossible.CODE, String.valueOf(e.getMessage()));
        } catch (CacheTooSmall e) {
            throw new TrainingFailure(CacheTooSmall.CODE, String.valueOf(e.getMessage()));
        } catch (IOException | UncheckedIOException e) {
            throw new StorageFailed("The comparison", e);
        } finally {
            Training.ONE_AT_A_TIME.unlock();
        }
    }

    /** What was possible when it was queued may have become impossible, or be so on this worker. */
    private Map<Split, List<Sample>> checkedSplit(ComparisonRun run) {
        ComparisonSpec spec = run.spec();
        try {
            Map<Split, List<Sample>> parts = GroupSplit.split(run.samples(), spec.split(), spec.seed());
            feasibility.check(spec, parts, run.dataset().bins().count());
            return parts;
        } catch (SplitImpossible e) {
            throw new TrainingFailure(SplitImpossible.CODE, String.valueOf(e.getMessage()));
        } catch (SpecImpossible e) {
            throw e.asFailure();
        }
    }

    private static List<Sample> learnable(Map<Split, List<Sample>> parts) {
        return Stream.of(Split.TRAIN, Split.VALIDATION)
                .flatMap(split -> Objects.requireNonNull(parts.get(split)).stream())
                .sorted(Comparator.comparingInt(Sample::id))
                .toList();
    }

    private static List<List<Sample>> folds(Map<Split, List<Sample>> parts, ComparisonSpec spec) {
        return Folds.of(learnable(parts), spec.folds(), spec.split().by(), spec.seed());
    }

    private List<ComparedFold> compare(ComparisonRun run) throws IOException {
        TrainingRun training = run.training(unused);
        Map<Split, List<Sample>> parts = checkedSplit(run);
        List<List<Sample>> folds = folds(parts, run.spec());
        SampleInputs sampleInputs = inputs.apply(run.spec().input().size());
        try (Rows cachedInputs = cache.inputs(training, sampleInputs)) {
            Material material = new Material(training, parts, sampleInputs, cachedInputs);
            try (HistogramNetwork network = network(material);
                    FeatureTable table = features(run, material, network)) {
                float[] start = network.weights().get(Head.WEIGHT).toFloatArray();
                LinearHeadFit heads = new LinearHeadFit(table, run.spec(), start, run.cancelled());
                return train(run, learnable(parts), folds, heads);
            }
        }
    }

    /** With the head that a training job of this seed starts from. */
    private HistogramNetwork network(Material material) throws IOException {
        try (Backbone backbone = new InitialNetwork(backbones, cache).backbone(material)) {
            TrainingSpec spec = material.spec();
            int bins = material.run().dataset().bins().count();
            return HistogramNetwork.of(backbone, spec.head().options(), bins, spec.seed());
        }
    }

    /** Every view of what is learned from: each sample is, in all folds but one. */
    private FeatureTable features(ComparisonRun run, Material material, HistogramNetwork network) throws IOException {
        Map<Split, List<Sample>> parts =
                Map.of(Split.TRAIN, learnable(material.samples()), Split.VALIDATION, List.of(), Split.TEST, List.of());
        Material all = new Material(material.run(), parts, material.inputs(), material.cachedInputs());
        int[] examples = Example.inOrder(all.samples(Split.TRAIN).size(), Example.VIEWS);
        try (FrozenPart frozen =
                        new FrozenPart(network, Depth.HEAD, run.spec().input().size());
                Rows rows = all.activations(cache, frozen)) {
            new ActivationBatches(all.images(Split.TRAIN), frozen, rows, Example.VIEWS, run.cancelled())
                    .compute(examples, done -> run.listener().onFeatures(done, examples.length));
            return FeatureTable.read(all.labels(Split.TRAIN), rows);
        }
    }

    private static List<ComparedFold> train(
            ComparisonRun run, List<Sample> samples, List<List<Sample>> folds, LinearHeadFit heads) {
        List<Loss> losses = run.spec().losses();
        List<ComparedFold> compared = new ArrayList<>();
        for (List<Sample> fold : folds) {
            Set<Integer> ids = fold.stream().map(Sample::id).collect(Collectors.toSet());
            int[] training = places(samples, sample -> !ids.contains(sample.id()));
            int[] heldOut = places(samples, sample -> ids.contains(sample.id()));
            List<Optional<Answers>> answers = new ArrayList<>();
            for (Loss loss : losses) {
                answers.add(heads.fit(loss, training, heldOut));
                int done = compared.size() * losses.size() + answers.size();
                run.listener().onTrained(done, folds.size() * losses.size());
            }
            compared.add(new ComparedFold(at(samples, training), at(samples, heldOut), answers));
        }
        return compared;
    }

    private static int[] places(List<Sample> samples, Predicate<Sample> chosen) {
        return IntStream.range(0, samples.size())
                .filter(i -> chosen.test(samples.get(i)))
                .toArray();
    }

    private static List<Sample> at(List<Sample> samples, int[] places) {
        return IntStream.of(places).mapToObj(samples::get).toList();
    }
}
