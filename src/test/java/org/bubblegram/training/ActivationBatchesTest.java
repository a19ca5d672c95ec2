package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Target;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.network.Backbone;
import org.bubblegram.network.Depth;
import org.bubblegram.network.HistogramNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real network on ten pictures of 32 x 32 pixels. */
class ActivationBatchesTest {
    private static final int SAMPLES = 10;
    private static final int SIZE = 32;
    private static HistogramNetwork network;

    @TempDir
    Path folder;

    private final int threads = JniUtils.getNumThreads();

    @BeforeAll
    static void makeNetwork() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
        try (Backbone backbone = Backbone.random(1)) {
            network = HistogramNetwork.of(backbone, HeadSpec.defaults().options(), 2, 1);
        }
    }

    @AfterAll
    static void closeNetwork() {
        network.close();
    }

    @AfterEach
    void restoreThreads() {
        JniUtils.setNumThreads(threads);
    }

    @ParameterizedTest
    @CsvSource({"1, LAYER4, 8", "1, HEAD, 1", "2, LAYER4, 8", "2, LAYER3, 1"})
    void activationsDoNotDependOnWhatWasComputedBefore(int threadCount, Depth depth, int views) throws Exception {
        JniUtils.setNumThreads(threadCount);
        int[] all = Example.inOrder(SAMPLES, views);
        List<float[]> unbroken = computed("unbroken", depth, views, List.of(all));
        List<float[]> oneByOne = computed(
                "alone",
                depth,
                views,
                IntStream.of(all).mapToObj(e -> new int[] {e}).toList());
        List<float[]> broken =
                computed("broken", depth, views, List.of(new int[] {all[7]}, new int[] {all[2], all[9], all[0]}, all));

        for (int i = 0; i < all.length; i++) {
            assertThat(oneByOne.get(i)).isEqualTo(unbroken.get(i));
            assertThat(broken.get(i)).isEqualTo(unbroken.get(i));
        }
        assertThat(unbroken.get(0)).isNotEqualTo(unbroken.get(1));
    }

    /** What is there of all examples once some have been asked for in turn. */
    private List<float[]> computed(String name, Depth depth, int views, List<int[]> asked) throws IOException {
        try (FrozenPart frozen = new FrozenPart(network, depth, SIZE);
                Rows pictures = pictures(name);
                Rows rows = new Rows(folder.resolve(name), frozen.floats())) {
            ActivationBatches batches = new ActivationBatches(images(pictures), frozen, rows, views, () -> false);
            for (int[] examples : asked) {
                batches.compute(examples, done -> {});
            }
            List<float[]> computed = new java.util.ArrayList<>();
            for (int example : Example.inOrder(SAMPLES, views)) {
                assertThat(rows.has(example)).isTrue();
                computed.add(batches.row(example));
            }
            return computed;
        }
    }

    private Rows pictures(String name) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        Rows pictures = new Rows(folder.resolve(name + "-pictures"), 3 * SIZE * SIZE);
        for (int sample = 0; sample < SAMPLES; sample++) {
            float[] picture = new float[pictures.floats()];
            for (int i = 0; i < picture.length; i++) {
                picture[i] = (float) random.nextGaussian();
            }
            pictures.write(sample, picture);
        }
        return pictures;
    }

    @SuppressWarnings("NullAway") // every picture is there, so none is loaded
    private static ImageBatches images(Rows pictures) {
        List<Sample> samples = IntStream.range(0, SAMPLES)
                .mapToObj(i -> new Sample(i, "i" + i, null, null, new Target(0.5, 0.5), 1, null, "b", 1, 1))
                .toList();
        SampleInputs inputs = new SampleInputs(null, null, new Preprocessing(SIZE));
        return new ImageBatches(new Labels(samples, new double[] {1, 2}), inputs, pictures);
    }
}
