package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.bubblegram.network.Autoencoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoveltyTest {
    private static final Autoencoder ANY = new Autoencoder(new float[1], new float[0][]);

    /** Of the errors N, N - 1, ..., 1. */
    @ParameterizedTest(name = "{2}")
    @CsvSource(textBlock = """
            1,   1,  the largest of one
            18, 18,  the largest of fewer than 19
            19, 19,  ceil(.95 x 20)
            20, 20,  ceil(.95 x 21)
            39, 38,  ceil(.95 x 40)
            99, 95,  ceil(.95 x 100)
            """)
    void theThresholdIsTheConformalQuantileOfTheValidationErrors(int pictures, double threshold, String why) {
        double[] errors =
                IntStream.range(0, pictures).mapToDouble(i -> pictures - i).toArray();

        Novelty novelty = Novelty.of(ANY, errors);

        assertThat(novelty.threshold()).isEqualTo(threshold);
        assertThat(novelty.pictures()).isEqualTo(pictures);
    }

    @Test
    void theThresholdIsAboveZeroWhereEveryValidationPictureIsRestored() {
        assertThat(Novelty.of(ANY, new double[] {0, 0}).threshold()).isPositive();
    }
}
