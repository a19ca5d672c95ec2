package org.bubblegram.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bubblegram.dataset.Split;
import org.bubblegram.network.Depth;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.training.TrainingLoop.Environment;
import org.jspecify.annotations.Nullable;

/** What one stage learns from: pictures where everything learns, else activations of the frozen part. */
final class StageData implements AutoCloseable {
    private final Material material;
    private final HistogramNetwork network;
    private final Stage stage;
    private final Environment environment;
    private final @Nullable Frozen frozen;

    private StageData(
            Material material,
            HistogramNetwork network,
            Stage stage,
            Environment environment,
            @Nullable Frozen frozen) {
        this.material = material;
        this.network = network;
        this.stage = stage;
        this.environment = environment;
        this.frozen = frozen;
    }

    /** What is not learned, and what it gave so far. */
    private record Frozen(FrozenPart part, Rows rows) {}

    static StageData open(
            Material material, HistogramNetwork network, Stage stage, TrainingCache cache, Environment environment)
            throws IOException {
        if (stage.trainable() == Trainable.ALL) {
            return new StageData(material, network, stage, environment, null);
        }
        FrozenPart part = new FrozenPart(
                network, stage.trainable().depth(), material.spec().input().size());
        return new StageData(
                material, network, stage, environment, new Frozen(part, material.activations(cache, part)));
    }

    Stage stage() {
        return stage;
    }

    Learner learner() {
        // the evidence lower bound weighs the divergence once against all samples: over their number against a mean
        double penaltyWeight = material.spec().head().penaltyWeight()
                / material.samples(Split.TRAIN).size();
        return new NetworkLearner(
                network, stage.trainable().depth(), stage.optimizer().layerDecay(), penaltyWeight);
    }

    /** What is learned from. */
    Batches learned() {
        if (frozen != null) {
            return activations(Split.TRAIN, frozen);
        }
        AugmentationSpec augmentation = material.spec().augmentation();
        long seed = material.spec().seed();
        ImageBatches images = material.images(Split.TRAIN).lit(augmentation.lighting(), seed);
        return augmentation.mixup() > 0 ? new Mixup(images, augmentation, seed) : images;
    }

    Validation validation(Split split) {
        Validation.Scoring scoring = new Validation.Scoring(material.spec().loss(), material.scorer());
        return new Validation(learner(), batches(split), material.samples(split), scoring, stage.batchSize());
    }

    private Batches batches(Split split) {
        return frozen == null ? material.images(split) : activations(split, frozen);
    }

    private ActivationBatches activations(Split split, Frozen below) {
        int views = split == Split.TRAIN ? material.spec().augmentation().views() : 1;
        return new ActivationBatches(
                material.images(split), below.part(), below.rows(), views, environment.cancelled());
    }

    /** Pooled features (F) of some samples of a split upright, computed as they are where predictions are served. */
    List<float[]> features(Split split, int[] samples) throws IOException {
        int[] examples =
                Arrays.stream(samples).map(sample -> Example.of(sample, 0)).toArray();
        if (frozen != null && frozen.part().depth() == Depth.HEAD) {
            return activations(split, frozen).rows(examples);
        }
        List<float[]> features = new ArrayList<>();
        try (FrozenPart backbone = backbone()) {
            for (int from = 0; from < examples.length; from += FrozenPart.PICTURES_AT_ONCE) {
                if (environment.cancelled().getAsBoolean()) {
                    throw new TrainingCancelled();
                }
                int to = Math.min(examples.length, from + FrozenPart.PICTURES_AT_ONCE);
                int[] together = Arrays.copyOfRange(examples, from, to);
                features.addAll(backbone.activations(material.images(split).pictures(together)));
            }
        }
        return features;
    }

    private FrozenPart backbone() {
        return new FrozenPart(network, Depth.HEAD, material.spec().input().size());
    }

    /** Computes all activations ahead, where every epoch asks for all of them. */
    void computeAll(int stageIndex, int views) throws IOException {
        if (frozen == null) {
            return;
        }
        int learned = views * material.samples(Split.TRAIN).size();
        int heldOut = material.samples(Split.VALIDATION).size()
                + material.samples(Split.TEST).size();
        double total = learned + heldOut;
        StageProgress progress = environment.progress();
        int[] all = Example.inOrder(material.samples(Split.TRAIN).size(), views);
        activations(Split.TRAIN, frozen).compute(all, done -> progress.ahead(stageIndex, done / total));
        int done = learned;
        for (Split split : new Split[] {Split.VALIDATION, Split.TEST}) {
            int before = done;
            int[] upright = Example.upright(material.samples(split).size());
            activations(split, frozen).compute(upright, now -> progress.ahead(stageIndex, (before + now) / total));
            done += upright.length;
        }
    }

    @Override
    public void close() throws IOException {
        if (frozen != null) {
            frozen.part().close();
            frozen.rows().close();
        }
    }
}
