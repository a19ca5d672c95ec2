package org.bubblegram.rendering;

/**
 * What a bubble in front of a light does to it, at a point of its disc. Towards the edge light is reflected away, which
 * makes the dark rim; the lamp in front is mirrored once near the edge, and once more, fainter, from the far inner wall.
 */
final class Shading {
    private static final double HIGHLIGHT = 0.5; // distance of the lamp's reflection from the centre, in radii
    private static final double INNER_REFLECTION = 0.7;

    private final Look look;
    private final double lampX;
    private final double lampY;

    Shading(Look look) {
        this.look = look;
        this.lampX = StrictMath.cos(look.lampAngle());
        this.lampY = StrictMath.sin(look.lampAngle());
    }

    /**
     * The share of the light behind that comes through.
     *
     * @param u across, v down from the centre in radii; u^2 + v^2 at most 1
     */
    double transmitted(double u, double v) {
        double rho = Math.sqrt(u * u + v * v);
        double ring = step((rho - look.clear()) / (0.95 - look.clear()));
        double towardsLamp = u * lampX + v * lampY;
        double dark = look.rim() * ring * (1 - 0.3 * towardsLamp);
        double glow = 0.25 * step((rho - 0.9) / 0.1); // the outermost line reflects the surroundings
        return Math.max(0.04, 1.06 - 0.06 * rho - dark + glow);
    }

    /** Light that the surface adds by reflection. */
    double reflected(double u, double v) {
        double along = u * lampX + v * lampY;
        double across = v * lampX - u * lampY;
        double rho = Math.sqrt(u * u + v * v);
        double lamp = bump((along - HIGHLIGHT) / 0.17) * bump(across / 0.3);
        double opposite = along < 0 ? along * along / Math.max(rho * rho, 1e-9) : 0;
        double inner = 0.35 * bump((rho - INNER_REFLECTION) / 0.18) * opposite * opposite;
        return look.specular() * (1.6 * lamp + inner);
    }

    /** From 0 at 0 to 1 at 1, smooth at both ends. */
    private static double step(double x) {
        double t = Math.max(0, Math.min(1, x));
        return t * t * (3 - 2 * t);
    }

    /** 1 at 0, 0 from -1 and 1 on, with a broad top like the reflection of a soft box. */
    private static double bump(double x) {
        double t = Math.max(0, 1 - x * x * x * x);
        return t * t;
    }
}
