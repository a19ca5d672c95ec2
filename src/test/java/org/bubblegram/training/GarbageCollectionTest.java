package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.bubblegram.engine.Gradients;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.loss.Loss;
import org.bubblegram.loss.Losses;
import org.bubblegram.loss.SoftmaxCrossEntropy;
import org.bubblegram.loss.Targets;
import org.bubblegram.network.Backbone;
import org.bubblegram.network.Depth;
import org.bubblegram.network.Head;
import org.bubblegram.network.HeadOptions.Sampling;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.network.Noise;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A collection of Java's garbage between forward and backward pass changes no gradient: whatever the graph refers to lives
 * in the engine's memory, not in Java's.
 */
class GarbageCollectionTest {
    private static final int BATCH = 8;
    private static final int BINS = 6;
    private static final double[] CENTRES = {1, 2, 3, 4, 5, 6};

    @BeforeEach
    void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    @Test
    void noLossReadsMemoryThatJavaHasTakenBack() {
        for (Map.Entry<String, Loss> loss : Losses.withDefaults().entrySet()) {
            float[] calm = gradient(loss.getValue(), () -> {});
            float[] collected = gradient(loss.getValue(), GarbageCollectionTest::collectAndOverwrite);

            assertThat(collected).as(loss.getKey()).isEqualTo(calm);
        }
    }

    private static float[] gradient(Loss loss, Runnable between) {
        try (NDManager manager = TensorEngine.newManager()) {
            NDArray logits = manager.create(numbers(BATCH * BINS), new Shape(BATCH, BINS));
            logits.setRequiresGradient(true);
            Targets targets = targets(manager);
            Gradients.backward(() -> {
                NDArray sum = loss.perSample(logits, targets).sum();
                between.run();
                return sum;
            });
            return logits.getGradient().toFloatArray();
        }
    }

    @Test
    void noHeadReadsMemoryThatJavaHasTakenBack() {
        try (Backbone backbone = Backbone.random(1)) {
            for (HeadSpec head : List.of(
                    head(List.of(), 2.0, null),
                    head(List.of(16), 1.0, null),
                    head(List.of(), 1.0, new VariationalSpec(Sampling.PER_BATCH, null, null, null)),
                    head(List.of(), 1.0, new VariationalSpec(Sampling.LOCAL_REPARAMETERIZATION, null, null, null)))) {
                try (HistogramNetwork network = HistogramNetwork.of(backbone, head.options(), BINS, 1)) {
                    List<Float> calm = gradients(network, head, () -> {});

                    assertThat(gradients(network, head, GarbageCollectionTest::collectAndOverwrite))
                            .as(head.toString())
                            .isEqualTo(calm);
                }
            }
        }
    }

    private static HeadSpec head(List<Integer> hiddenUnits, double temperature, VariationalSpec variational) {
        return new HeadSpec(null, hiddenUnits, new DropoutSpec(0.3, true), null, temperature, variational);
    }

    private static List<Float> gradients(HistogramNetwork network, HeadSpec head, Runnable between) {
        NetworkLearner learner = new NetworkLearner(network, Depth.HEAD, 1, head.penaltyWeight() / 10);
        LearningWeights weights = learner.weights();
        weights.learn(true);
        weights.zeroGradients();
        try (NDManager manager = TensorEngine.newManager()) {
            NDArray features = manager.create(
                    numbers(BATCH * HistogramNetwork.FEATURES), new Shape(BATCH, HistogramNetwork.FEATURES));
            Targets targets = targets(manager);
            Noise noise = new Noise(1, 1, 1, Example.upright(BATCH));
            Gradients.backward(() -> {
                Head.Forward forward = learner.learning(features, noise);
                NDArray sum = new SoftmaxCrossEntropy(null)
                        .perSample(forward.logits(), targets)
                        .sum();
                NDArray penalty = learner.penalty(manager);
                between.run();
                return penalty == null ? sum : sum.add(penalty);
            });
        }
        List<Float> gradients = new ArrayList<>();
        weights.tensors().forEach((name, weight) -> {
            for (float value : weight.getGradient().toFloatArray()) {
                gradients.add(value);
            }
        });
        return gradients;
    }

    /** Frees what Java no longer needs, and fills what was freed with what is no number. */
    private static void collectAndOverwrite() {
        List<Supplier<ByteBuffer>> sizes = List.of(
                () -> ByteBuffer.allocateDirect(4),
                () -> ByteBuffer.allocateDirect(8),
                () -> ByteBuffer.allocateDirect(4 * BATCH * BINS),
                () -> ByteBuffer.allocateDirect(4 * BATCH * 16),
                () -> ByteBuffer.allocateDirect(4 * BINS * HistogramNetwork.FEATURES),
                () -> ByteBuffer.allocateDirect(4 * BATCH * HistogramNetwork.FEATURES));
        List<ByteBuffer> kept = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            System.gc();

            for (int i = 0; i < 200; i++) {
                ByteBuffer buffer = sizes.get(i % sizes.size()).get();
                while (buffer.hasRemaining()) {
                    buffer.put((byte) 0xFF);
                }
                kept.add(buffer);
            }
        }
        assertThat(kept).hasSize(600);
    }

    private static Targets targets(NDManager manager) {
        double[] row = {0.1, 0.2, 0.3, 0.2, 0.15, 0.05};
        return Targets.of(manager, new ArrayList<>(java.util.Collections.nCopies(BATCH, row)), CENTRES);
    }

    private static float[] numbers(int count) {
        SplittableRandom random = new SplittableRandom(3);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
