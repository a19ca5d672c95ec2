package org.bubblegram.rendering;

/**
 * One bubble: an ellipse seen from the front.
 *
 * @param x centre in pixels, the left edge of the picture is 0
 * @param y likewise from the top
 * @param radius of the circle of equal area, in pixels
 * @param aspect long axis by short axis, at least 1
 * @param angle of the long axis in radians
 * @param blur deviation of the defocus in pixels
 */
record Bubble(double x, double y, double radius, double aspect, double angle, double blur) {
    /** Diameter of the circle of equal area, 2 sqrt(ab): what labels mean by size. */
    double size() {
        return 2 * radius;
    }

    /** Whether the bubble is counted in a picture of this size. */
    boolean centreLiesIn(int width, int height) {
        return x >= 0 && x < width && y >= 0 && y < height;
    }

    /** Whether one hides so little of the other that both can be measured. */
    boolean leavesVisible(Bubble other) {
        double dx = x - other.x;
        double dy = y - other.y;
        double larger = Math.max(radius, other.radius);
        double smaller = Math.min(radius, other.radius);
        double apart = larger + 0.15 * smaller; // so the smaller one's centre stays outside the larger one
        return dx * dx + dy * dy >= apart * apart;
    }
}
