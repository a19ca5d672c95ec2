package org.bubblegram.rendering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bubblegram.image.Pixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhotographTest {
    private static final Look PLAIN = new Look(new Look.Backlight(.7, .7, .7, 0, 0, 0), 1, .5, .8, .5, 0);
    private static final int BACKGROUND = 179; // .7 * 255

    @ParameterizedTest
    @CsvSource({
        "2.5, 1, 0, 0.3",
        "5, 1, 0, 0.45",
        "12, 1, 0, 0.45",
        "12.4, 1.16, 0.7, 0.45",
        "20, 1.1, 2, 1",
        "31, 1, 0, 0.45",
    })
    void aBubbleIsAsLargeAsItsSizeSays(double radius, double aspect, double angle, double blur) {
        Bubble bubble = new Bubble(50.3, 48.7, radius, aspect, angle, blur);

        Pixels pixels = photographOf(bubble);

        assertThat(measuredSize(pixels)).isCloseTo(bubble.size(), within(1.5));
    }

    @Test
    void aRoundBubbleReachesAsFarToEachSide() {
        Pixels pixels = photographOf(new Bubble(50, 50, 20, 1, 0, 0.45));

        assertThat(firstChange(pixels, 0, 50, 1, 0)).isCloseTo(30, within(1));
        assertThat(firstChange(pixels, 99, 50, -1, 0)).isCloseTo(69, within(1));
        assertThat(firstChange(pixels, 50, 0, 0, 1)).isCloseTo(30, within(1));
        assertThat(firstChange(pixels, 50, 99, 0, -1)).isCloseTo(69, within(1));
    }

    @Test
    void aBubbleHasADarkRimAndAHighlightBrighterThanTheBackground() {
        Pixels pixels = photographOf(new Bubble(50, 50, 25, 1, 0, 0.45));
        int darkest = 255;
        int brightest = 0;
        for (int i = 0; i < 100 * 100; i++) {
            darkest = Math.min(darkest, red(pixels, i));
            brightest = Math.max(brightest, red(pixels, i));
        }

        assertThat(darkest).isLessThan(BACKGROUND / 2);
        assertThat(brightest).isGreaterThan(BACKGROUND + 40);
    }

    @Test
    void defocusSoftensTheRim() {
        assertThat(steepest(photographOf(new Bubble(50, 50, 25, 1, 0, 4))))
                .isLessThan(steepest(photographOf(new Bubble(50, 50, 25, 1, 0, 0.45))) / 2);
    }

    @Test
    void noiseIsAsStrongAsAsked() {
        Look noisy = new Look(PLAIN.light(), 1, .5, .8, .5, .02);
        Pixels pixels = new Photograph(100, 100, noisy).develop(Chance.of(1, 0));
        double squares = 0;
        for (int i = 0; i < 100 * 100; i++) {
            squares += Math.pow(red(pixels, i) - .7 * 255, 2) / (100 * 100);
        }

        assertThat(Math.sqrt(squares)).isCloseTo(.02 * 255 * Math.sqrt(.15 + .7), within(.2));
    }

    private static Pixels photographOf(Bubble bubble) {
        Photograph photograph = new Photograph(100, 100, PLAIN);
        photograph.add(bubble);
        return photograph.develop(Chance.of(1, 0));
    }

    /** Diameter of the circle of the same area as the outline within which pixels differ from the background. */
    private static double measuredSize(Pixels pixels) {
        int area = 0;
        for (int y = 0; y < 100; y++) {
            int first = firstChange(pixels, 0, y, 1, 0);
            if (first < 100) {
                area += firstChange(pixels, 99, y, -1, 0) - first + 1;
            }
        }
        return 2 * Math.sqrt(area / Math.PI);
    }

    /** The coordinate, along the step, where the picture is first clearly darker or lighter; 100 where it never is. */
    private static int firstChange(Pixels pixels, int x, int y, int dx, int dy) {
        for (int i = 0; i < 100; i++) {
            int at = (y + i * dy) * 100 + x + i * dx;
            if (Math.abs(red(pixels, at) - BACKGROUND) > 50) {
                return dx == 0 ? y + i * dy : x + i * dx;
            }
        }
        return 100;
    }

    private static int steepest(Pixels pixels) {
        int steepest = 0;
        for (int x = 1; x < 40; x++) {
            steepest = Math.max(steepest, Math.abs(red(pixels, 5000 + x) - red(pixels, 5000 + x - 1)));
        }
        return steepest;
    }

    private static int red(Pixels pixels, int index) {
        return pixels.rgb()[3 * index] & 0xff;
    }
}
