package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.bubblegram.engine.TensorEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that are grey ramps, so that another light on them is seen in every value. */
class LitImagesTest {
    private static final int SAMPLES = 3;
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
    void pictures() throws IOException {
        images = StoredPictures.images(
                StoredPictures.of(folder, Collections.nCopies(SAMPLES, ramp())),
                Collections.nCopies(SAMPLES, new double[] {0.5, 0.5}));
    }

    private static float[] ramp() {
        float[] ramp = new float[StoredPictures.FLOATS];
        for (int i = 0; i < StoredPictures.FLOATS; i++) {
            ramp[i] = (float) i / StoredPictures.FLOATS;
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
        return StoredPictures.load(images, epoch, examples).inputs();
    }
}
