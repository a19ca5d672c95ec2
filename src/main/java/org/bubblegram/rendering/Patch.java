package org.bubblegram.rendering;

/**
 * One bubble drawn by itself, a square of pixels: how much of each pixel it covers, the light that comes through and
 * the light it reflects, all defocused together so that its edge stays consistent.
 */
final class Patch {
    private final int left;
    private final int top;
    private final int side;
    private final float[] covered;
    private final float[] transmitted; // times covered
    private final float[] reflected;

    Patch(Bubble bubble, Shading shading) {
        int reach = (int) Math.ceil(bubble.radius() * Math.sqrt(bubble.aspect()) + 3 * bubble.blur()) + 1;
        left = (int) Math.floor(bubble.x()) - reach;
        top = (int) Math.floor(bubble.y()) - reach;
        side = 2 * reach + 1;
        covered = new float[side * side];
        transmitted = new float[side * side];
        reflected = new float[side * side];
        draw(bubble, shading);
        Blur blur = new Blur(bubble.blur());
        blur.apply(covered, side);
        blur.apply(transmitted, side);
        blur.apply(reflected, side);
    }

    int left() {
        return left;
    }

    int top() {
        return top;
    }

    int side() {
        return side;
    }

    /** The light at a pixel of the picture once the bubble is in front; what lies behind shows through it faintly. */
    float over(int x, int y, float behind, float backlight) {
        int i = (y - top) * side + x - left;
        float seenThrough = 0.35f * behind + 0.65f * backlight;
        return behind * (1 - covered[i]) + seenThrough * transmitted[i] + reflected[i];
    }

    /** Several samples a pixel, more for small bubbles, whose highlights would fall between pixels. */
    private void draw(Bubble bubble, Shading shading) {
        int samples = bubble.radius() < 8 ? 3 : 2;
        double alongScale = 1 / (bubble.radius() * Math.sqrt(bubble.aspect()));
        double acrossScale = Math.sqrt(bubble.aspect()) / bubble.radius();
        double cos = StrictMath.cos(bubble.angle());
        double sin = StrictMath.sin(bubble.angle());
        float share = 1f / (samples * samples);
        for (int row = 0; row < side * samples; row++) {
            double dy = top + (row + 0.5) / samples - bubble.y();
            for (int column = 0; column < side * samples; column++) {
                double dx = left + (column + 0.5) / samples - bubble.x();
                double along = (dx * cos + dy * sin) * alongScale;
                double across = (dy * cos - dx * sin) * acrossScale;
                if (along * along + across * across < 1) {
                    double u = along * cos - across * sin;
                    double v = along * sin + across * cos;
                    int i = row / samples * side + column / samples;
                    covered[i] += share;
                    transmitted[i] += share * (float) shading.transmitted(u, v);
                    reflected[i] += share * (float) shading.reflected(u, v);
                }
            }
        }
    }
}
