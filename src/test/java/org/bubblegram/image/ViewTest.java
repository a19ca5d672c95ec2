package org.bubblegram.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewTest {
    private static final ImageSize SQUARE = new ImageSize(3, 3);

    @ParameterizedTest
    @CsvSource({
        "UPRIGHT, abc def",
        "TURNED_90, da eb fc",
        "TURNED_180, fed cba",
        "TURNED_270, cf be ad",
        "FLIPPED, cba fed",
        "FLIPPED_TURNED_90, fc eb da",
        "FLIPPED_TURNED_180, def abc",
        "FLIPPED_TURNED_270, ad be cf",
    })
    void aPictureOfThreeByTwoIsSeenSo(View view, String expected) {
        ImageSize size = new ImageSize(3, 2);
        char[] seen = new char[6];
        for (int i = 0; i < 6; i++) {
            seen[view.indexOf(i % 3, i / 3, size)] = "abcdef".charAt(i);
        }

        assertThat(rows(new String(seen), view.of(size).width())).isEqualTo(expected);
    }

    @Test
    void theEightViewsAreDistinct() {
        assertThat(Stream.of(View.values()).map(ViewTest::permutation).collect(Collectors.toSet()))
                .hasSize(8);
    }

    @Test
    void aViewOfAViewIsAView() {
        var all = Stream.of(View.values()).map(ViewTest::permutation).toList();
        for (String first : all) {
            for (String second : all) {
                assertThat(all).contains(then(first, second));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TURNED_90, 4",
        "TURNED_180, 2",
        "TURNED_270, 4",
        "FLIPPED, 2",
        "FLIPPED_TURNED_90, 2",
        "FLIPPED_TURNED_180, 2",
        "FLIPPED_TURNED_270, 2",
    })
    void repeatedOftenEnoughAViewIsUprightAgain(View view, int times) {
        String seen = permutation(View.UPRIGHT);
        for (int time = 1; time <= times; time++) {
            seen = then(seen, permutation(view));
            assertThat(seen.equals(permutation(View.UPRIGHT))).isEqualTo(time == times);
        }
    }

    @Test
    void twoQuarterTurnsAreAHalfTurnAndAFlipComesBeforeItsTurn() {
        assertThat(then(permutation(View.TURNED_90), permutation(View.TURNED_90)))
                .isEqualTo(permutation(View.TURNED_180));
        assertThat(then(permutation(View.FLIPPED), permutation(View.TURNED_90)))
                .isEqualTo(permutation(View.FLIPPED_TURNED_90));
        assertThat(then(permutation(View.FLIPPED), permutation(View.TURNED_270)))
                .isEqualTo(permutation(View.FLIPPED_TURNED_270));
    }

    /** Where each of nine pixels goes, as a digit. */
    private static String permutation(View view) {
        return IntStream.range(0, 9)
                .mapToObj(i -> "" + view.indexOf(i % 3, i / 3, SQUARE))
                .collect(Collectors.joining());
    }

    private static String then(String first, String second) {
        return first.chars().mapToObj(c -> "" + second.charAt(c - '0')).collect(Collectors.joining());
    }

    private static String rows(String pixels, int width) {
        return Arrays.stream(pixels.split("(?<=\\G.{" + width + "})")).collect(Collectors.joining(" "));
    }
}
