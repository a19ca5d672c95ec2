package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MixupTest {
    @Test
    void histogramsAreBlendedAsPicturesAre() {
        double[] blended = Mixup.blend(new double[] {1, 0, 0}, new double[] {0, 0.5, 0.5}, 0.25);

        assertThat(blended).containsExactly(new double[] {0.25, 0.375, 0.375}, within(1e-12));
    }

    @Test
    void aBinUnknownInEitherIsUnknownAndTheRestSumsToOne() {
        double[] blended = Mixup.blend(new double[] {0.5, 0.25, 0.25}, new double[] {0.5, Double.NaN, 0.5}, 0.5);

        assertThat(blended[0]).isEqualTo(0.5 / 0.875, within(1e-12));
        assertThat(blended[1]).isNaN();
        assertThat(blended[2]).isEqualTo(0.375 / 0.875, within(1e-12));
    }

    @Test
    void whereNothingIsKnownInBothTheFirstStaysAsItIs() {
        double[] one = {1, Double.NaN};

        assertThat(Mixup.blend(one, new double[] {Double.NaN, 1}, 0.5)).isSameAs(one);
    }
}
