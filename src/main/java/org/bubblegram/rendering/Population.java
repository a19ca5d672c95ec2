package org.bubblegram.rendering;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The sizes of the bubbles of one picture and how densely they lie; log-normal, as bubbles and droplets are.
 *
 * @param median diameter in pixels
 * @param sigma deviation of the diameter's logarithm
 * @param coverage sum of the bubbles' areas by the area of the picture
 * @param defocus deviation in pixels that the farthest from focus are blurred by
 */
record Population(double median, double sigma, double coverage, double defocus) {
    private static final double SMALLEST = 3; // pixels; below, nothing is left to see
    private static final double LARGEST = 0.35; // of the shorter side
    private static final int FEWEST = 16;
    private static final int ATTEMPTS = 60;

    /** Draws a population; medians differ up to fourfold between pictures, widths threefold. */
    static Population draw(Chance chance, double side) {
        return new Population(
                chance.logUniform(smallestMedian(side), largestMedian(side)),
                chance.uniform(0.13, 0.42),
                chance.uniform(0.28, 0.55),
                chance.uniform(0.6, 2.2) * Math.sqrt(side / 160));
    }

    /** In pixels, for a picture whose shorter side is this long. */
    static double smallestMedian(double side) {
        return Math.max(4.5, 0.042 * side);
    }

    static double largestMedian(double side) {
        return 0.16 * side;
    }

    /** Bubbles in and around a picture, the farthest first; those at its border are cut by it as in a photograph. */
    List<Bubble> scatter(Chance chance, int width, int height) {
        List<Double> radii = radii(chance, width, height);
        double margin = radii.get(0);
        List<Bubble> placed = new ArrayList<>();
        for (double radius : radii) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                double x = chance.uniform(-margin, width + margin);
                double y = chance.uniform(-margin, height + margin);
                Bubble bubble = bubble(chance, x, y, radius);
                if (placed.stream().allMatch(bubble::leavesVisible)) {
                    placed.add(bubble);
                    break;
                }
            }
        }
        placed.sort(Comparator.comparingDouble(Bubble::blur).reversed());
        return placed;
    }

    /** The largest first, which find a place while there is room; else large ones would be lost more often. */
    private List<Double> radii(Chance chance, int width, int height) {
        double largest = LARGEST * Math.min(width, height);
        double margin = Math.min(largest, median * StrictMath.exp(2 * sigma));
        double wanted = coverage * (width + margin) * (height + margin);
        List<Double> radii = new ArrayList<>();
        for (double area = 0; area < wanted || radii.size() < FEWEST; ) {
            double diameter = chance.logNormal(median, sigma);
            if (diameter >= SMALLEST && diameter <= largest) {
                radii.add(diameter / 2);
                area += Math.PI / 4 * diameter * diameter;
            }
        }
        radii.sort(Comparator.reverseOrder());
        return radii;
    }

    private Bubble bubble(Chance chance, double x, double y, double radius) {
        double distance = Math.max(0, Math.abs(chance.uniform(-1, 1)) - 0.45) / 0.55; // from the focal plane
        double blur = Math.min(0.45 + defocus * distance, 0.3 * radius);
        double aspect = 1 + 0.16 * chance.uniform() * chance.uniform();
        return new Bubble(x, y, radius, aspect, chance.uniform(0, Math.PI), blur);
    }
}
