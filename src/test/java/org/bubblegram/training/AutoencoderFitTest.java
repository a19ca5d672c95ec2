package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.Autoencoder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AutoencoderFitTest {
    private static final int FEATURES = 64;

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    /** Features whose square roots are 1 plus a wave for each of some amplitudes. */
    private static float[] picture(double... amplitudes) {
        float[] features = new float[FEATURES];
        for (int f = 0; f < FEATURES; f++) {
            double root = 2;
            for (int k = 0; k < amplitudes.length; k++) {
                root += amplitudes[k] * Math.sin(2 * Math.PI * (k + 1) * f / FEATURES);
            }
            features[f] = (float) (root * root);
        }
        return features;
    }

    private static List<float[]> pictures(int count, double... deviations) {
        SplittableRandom random = new SplittableRandom(3);
        List<float[]> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] amplitudes = new double[deviations.length];
            for (int k = 0; k < amplitudes.length; k++) {
                amplitudes[k] = deviations[k] * (2 * random.nextDouble() - 1);
            }
            pictures.add(picture(amplitudes));
        }
        return pictures;
    }

    @Test
    void picturesOfTheKindThatWasLearnedAreRestoredAndOthersAreNot() {
        Autoencoder fitted = AutoencoderFit.of(pictures(50, .3, .2, .1), 1);

        assertThat(fitted.error(picture(-.25, .15, .05))).isCloseTo(0, within(1e-4));
        // a wave of amplitude a has a root mean square of a / sqrt(2)
        assertThat(fitted.error(picture(0, 0, 0, .1))).isCloseTo(.1 / Math.sqrt(2), within(1e-3));
    }

    @Test
    void wherePicturesVaryInMoreWaysThanThereAreDirectionsTheLargestAreKept() {
        double[] deviations = new double[24];
        for (int k = 0; k < deviations.length; k++) {
            deviations[k] = k < 4 ? .2 : .002;
        }
        List<float[]> pictures = pictures(6, deviations); // five directions at most

        Autoencoder fitted = AutoencoderFit.of(pictures, 1);

        assertThat(fitted.components()).isLessThanOrEqualTo(5);
        assertThat(pictures)
                .allSatisfy(picture -> assertThat(fitted.error(picture)).isLessThan(.003));
    }

    @Test
    void ofThousandsOfPicturesThereAreNoMoreDirectionsThanTheLimit() {
        double[] deviations = IntStream.range(0, 31).mapToDouble(k -> .02).toArray();
        List<float[]> noisy = pictures(2000, deviations);
        SplittableRandom random = new SplittableRandom(5);
        noisy.forEach(picture -> {
            for (int f = 0; f < FEATURES; f++) {
                picture[f] += (float) (.001 * random.nextGaussian());
            }
        });

        assertThat(AutoencoderFit.of(noisy, 1).components()).isEqualTo(AutoencoderFit.COMPONENTS);
    }

    @Test
    void theSameSeedGivesTheSameAnswers() {
        List<float[]> pictures = pictures(40, .3, .2, .1, .05);
        float[] other = picture(.1, .1, .1, .1, .1);

        assertThat(AutoencoderFit.of(pictures, 1).error(other))
                .isEqualTo(AutoencoderFit.of(pictures, 1).error(other))
                .isCloseTo(AutoencoderFit.of(pictures, 2).error(other), within(1e-4));
    }

    @Test
    void onePictureOrManyEqualOnesAreTheirOwnMean() {
        float[] picture = picture(.1, .2);

        for (int count : new int[] {1, 2, 40}) {
            Autoencoder fitted = AutoencoderFit.of(Collections.nCopies(count, picture), 1);
            assertThat(fitted.error(picture)).isCloseTo(0, within(1e-6));
            assertThat(fitted.error(picture(0, 0))).isPositive();
        }
    }
}
