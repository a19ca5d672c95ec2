package org.bubblegram.image;

import java.util.SplittableRandom;

/**
 * Another light on the same scene, which moves no edge and changes no size. With m the mean of a picture over all pixels and
 * channels, each value v of 0 (black) to 1 (white) becomes gain_c * (m + contrast * (v - m) + brightness), cut to [0,1] as
 * a camera cuts it.
 *
 * @param contrast factor about the mean; 1 changes nothing
 * @param brightness added; 0 changes nothing
 * @param red gain of the first channel; 1 changes nothing
 * @param green gain of the second channel
 * @param blue gain of the third channel
 */
public record Lighting(float contrast, float brightness, float red, float green, float blue) {
    /** Colours of lamps and cameras differ less than what they show of a scene. */
    private static final double COLOUR = 0.5;

    private static final double BRIGHTNESS = 0.5;

    /**
     * Draws one: contrast from exp(U(-s, s)), brightness from U(-s, s) / 2, each gain from exp(U(-s, s) / 2).
     *
     * @param strength s, from 0 (nothing changes) to 1
     */
    public static Lighting draw(double strength, SplittableRandom random) {
        return new Lighting(
                factor(strength, random),
                (float) (BRIGHTNESS * strength * symmetric(random)),
                factor(COLOUR * strength, random),
                factor(COLOUR * strength, random),
                factor(COLOUR * strength, random));
    }

    private static float factor(double strength, SplittableRandom random) {
        return (float) Math.exp(strength * symmetric(random));
    }

    /** Of U(-1, 1). */
    private static double symmetric(SplittableRandom random) {
        return 2 * random.nextDouble() - 1;
    }

    /** Changes values of red, green, blue, red, ..., each 0 to 1, in place. */
    void apply(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        float mean = (float) (sum / values.length);
        float[] gains = {red, green, blue};
        for (int i = 0; i < values.length; i++) {
            float lit = gains[i % 3] * (mean + contrast * (values[i] - mean) + brightness);
            values[i] = Math.min(1, Math.max(0, lit));
        }
    }
}
