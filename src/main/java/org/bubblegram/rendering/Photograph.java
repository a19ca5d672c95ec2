package org.bubblegram.rendering;

import java.util.List;
import org.bubblegram.image.Pixels;

/** The light that falls on the sensor, bubble by bubble from the back to the front, and the picture it becomes. */
final class Photograph {
    private final int width;
    private final int height;
    private final Look look;
    private final Shading shading;
    private final float[] backlight; // (H, W, C), 1 is white
    private final float[] light;

    Photograph(int width, int height, Look look) {
        this.width = width;
        this.height = height;
        this.look = look;
        this.shading = new Shading(look);
        this.backlight = new float[3 * width * height];
        for (int i = 0; i < backlight.length; i++) {
            double u = (2 * (i / 3 % width) + 1.0) / width - 1;
            double v = (2 * (i / 3 / width) + 1.0) / height - 1;
            backlight[i] = (float) look.light().at(i % 3, u, v);
        }
        this.light = backlight.clone();
    }

    /** Puts a bubble in front of all that is there. */
    void add(Bubble bubble) {
        Patch patch = new Patch(bubble, shading);
        int top = Math.max(0, patch.top());
        int left = Math.max(0, patch.left());
        int bottom = Math.min(height, patch.top() + patch.side());
        int right = Math.min(width, patch.left() + patch.side());
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                for (int c = 0; c < 3; c++) {
                    int i = 3 * (y * width + x) + c;
                    light[i] = patch.over(x, y, light[i], backlight[i]);
                }
            }
        }
    }

    /** The picture as a sensor sees it: noise grows with the square root of the light. */
    Pixels develop(Chance chance) {
        byte[] rgb = new byte[light.length];
        for (int i = 0; i < rgb.length; i++) {
            double noise = look.noise() == 0 ? 0 : look.noise() * chance.gaussian() * Math.sqrt(0.15 + light[i]);
            double level = 255 * shoulder(light[i] + noise) + 0.5;
            rgb[i] = (byte) Math.max(0, Math.min(255, level));
        }
        return new Pixels(width, height, rgb, List.of());
    }

    /** Highlights roll off as in a camera instead of being cut. */
    private static double shoulder(double light) {
        double excess = light - 0.85;
        return excess <= 0 ? light : 0.85 + 0.15 * excess / (0.15 + excess);
    }
}
