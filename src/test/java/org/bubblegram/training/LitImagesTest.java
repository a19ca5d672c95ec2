package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Target;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.image.Preprocessing;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that are grey ramps, so that another light on them is seen in every value. */
class LitImagesTest {
    private static final int SAMPLES = 3;
    private static final Preprocessing PREPROCESSING = new Preprocessing(32);
    private static final int FLOATS = 3 * 32 * 32;
    private static final int[] EXAMPLES = Example.upright(SAMPLES);

    @TempDir
    Path folder;

    private ImageBatches images;

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    @BeforeEach
    @SuppressWarnings("NullAway") // every picture is there, so none is loaded
    void pictures() throws IOException {
        Rows rows = new Rows(folder.resolve("pictures"), FLOATS);
        for (int sample = 0; sample < SAMPLES; sample++) {
            rows.write(sample, ramp());
        }
        List<Sample> samples = IntStream.range(0, SAMPLES)
                .mapToObj(i ->
                        new Sample(i, "i" + i, null, null, new Target(new double[] {0.5, 0.5}), 1, null, "b", 1, 1))
                .toList();
        images = new ImageBatches(
                new Labels(samples, new double[] {1, 2}), new SampleInputs(null, null, PREPROCESSING), rows);
    }

    private static float[] ramp() {
        float[] ramp = new float[FLOATS];
        for (int i = 0; i < FLOATS; i++) {
            ramp[i] = (float) i / FLOATS;
        }
        return ramp;
    }

    @Test
    void withoutStrengthPicturesAreTheirOwn() throws Exception {
        assertThat(load(images.lit(0, 1), 1, EXAMPLES).get(0)).isEqualTo(ramp());
    }

    @Test
    void eachPictureOfEachEpochHasALightOfItsOwn() throws Exception {
        List<float[]> first = load(images.lit(0.3, 1), 1, EXAMPLES);
        List<float[]> second = load(images.lit(0.3, 1), 2, EXAMPLES);

        assertThat(first.get(0)).isNotEqualTo(ramp()).isNotEqualTo(first.get(1)).isNotEqualTo(second.get(0));
        assertThat(load(images.lit(0.3, 2), 1, EXAMPLES).get(0))
                .as("by another seed")
                .isNotEqualTo(first.get(0));
    }

    @Test
    void whatIsDrawnForAnExampleDoesNotDependOnItsMicroBatch() throws Exception {
        List<float[]> whole = load(images.lit(0.3, 1), 4, EXAMPLES);

        for (int i = 0; i < SAMPLES; i++) {
            assertThat(load(images.lit(0.3, 1), 4, new int[] {EXAMPLES[i]}).get(0))
                    .isEqualTo(whole.get(i));
        }
    }

    private static List<float[]> load(ImageBatches images, int epoch, int[] examples) throws IOException {
        try (NDManager manager = TensorEngine.newManager()) {
            float[] all = images.load(manager, epoch, examples)
                    .inputs()
                    .transpose(0, 2, 3, 1)
                    .toFloatArray();
            return IntStream.range(0, examples.length)
                    .mapToObj(row -> Arrays.copyOfRange(all, row * FLOATS, (row + 1) * FLOATS))
                    .toList();
        }
    }
}
