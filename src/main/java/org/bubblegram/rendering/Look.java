package org.bubblegram.rendering;

/**
 * How one picture is lit and taken.
 *
 * @param light how liquid and lamp look behind the bubbles
 * @param lampAngle where the lamp's reflection lies on each bubble, in radians
 * @param clear share of a bubble's radius through which the light behind it comes, the rest is its dark rim
 * @param rim how much light the rim keeps back, 0 to 1
 * @param specular brightness of the lamp's reflection
 * @param noise deviation of the sensor's noise at full brightness, of full brightness
 */
record Look(Backlight light, double lampAngle, double clear, double rim, double specular, double noise) {
    static Look draw(Chance chance) {
        return new Look(
                Backlight.draw(chance),
                chance.uniform(0, 2 * Math.PI),
                chance.uniform(0.3, 0.62),
                chance.uniform(0.55, 0.85),
                chance.uniform(0.25, 0.6),
                chance.uniform(0.006, 0.022));
    }

    /**
     * The uneven light behind the bubbles.
     *
     * @param red brightness of each channel at the centre, 0 to 1
     * @param green likewise
     * @param blue likewise
     * @param slopeX how much brighter the right side is than the left one, as a share
     * @param slopeY likewise the lower side than the upper one
     * @param vignette how much darker the corners are, as a share
     */
    record Backlight(double red, double green, double blue, double slopeX, double slopeY, double vignette) {
        static Backlight draw(Chance chance) {
            double brightness = chance.uniform(0.55, 0.8);
            double warmth = chance.uniform(-0.09, 0.05); // liquids are rather bluish
            double green = chance.uniform(-0.02, 0.04);
            double slope = chance.uniform(0.05, 0.45);
            double angle = chance.uniform(0, 2 * Math.PI);
            return new Backlight(
                    brightness * (1 + warmth),
                    brightness * (1 + green),
                    brightness * (1 - warmth),
                    slope * StrictMath.cos(angle),
                    slope * StrictMath.sin(angle),
                    chance.uniform(0.05, 0.35));
        }

        /** Brightness of a channel at (u, v), both -1 to 1 across the picture. */
        double at(int channel, double u, double v) {
            double light = (1 + (slopeX * u + slopeY * v) / 2) * (1 - vignette * (u * u + v * v) / 2);
            return light * (channel == 0 ? red : channel == 1 ? green : blue);
        }
    }
}
