package org.bubblegram.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenVectorsTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
        0, 0 0 0, 0,         2 sin 0
        0, 0 0 1, 1.6829420, 2 sin 1
        0, 0 2 0, -2,        2 sin(3 pi / 2): x = 2 of 8 is 6/8 of a turn
        0, 2 0 0, 2,         2 sin(5 pi / 2): y = 2 of 8 is 10/8 of a turn
        1, 1 0 0, 2,         the second input turns twice as fast
        """)
    void inputsAreTheWavesOfTheFormula(int input, String at, float expected, String why) {
        int[] yxc = Arrays.stream(at.split(" ")).mapToInt(Integer::parseInt).toArray();

        float[] values = GoldenVectors.input(input, 8);

        assertThat(values).hasSize(8 * 8 * 3);
        assertThat(values[(yxc[0] * 8 + yxc[1]) * 3 + yxc[2]]).as(why).isCloseTo(expected, within(1e-6f));
    }
}
