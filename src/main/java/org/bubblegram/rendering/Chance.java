package org.bubblegram.rendering;

/**
 * Random numbers that are the same on every machine and Java version: SplitMix64 (Steele, Lea and Flood 2014), whose
 * algorithm Java leaves open for its own generators, and functions of StrictMath only.
 */
final class Chance {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;
    private double spare = Double.NaN;

    private Chance(long state) {
        this.state = state;
    }

    /** The stream of one picture, which does not depend on any other picture. */
    static Chance of(long seed, int index) {
        return new Chance(mix(mix(seed + GOLDEN_GAMMA) + index));
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Uniform in [0, 1). */
    double uniform() {
        state += GOLDEN_GAMMA;
        return (mix(state) >>> 11) * 0x1.0p-53;
    }

    double uniform(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** Between low and high, each octave equally likely. */
    double logUniform(double low, double high) {
        return low * StrictMath.exp(uniform(0, StrictMath.log(high / low)));
    }

    /** Normal with mean 0 and deviation 1, by Marsaglia's polar method, which yields two at a time. */
    double gaussian() {
        if (!Double.isNaN(spare)) {
            double value = spare;
            spare = Double.NaN;
            return value;
        }
        double x;
        double y;
        double square;
        do {
            x = uniform(-1, 1);
            y = uniform(-1, 1);
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
        spare = y * factor;
        return x * factor;
    }

    /** Log-normal with this median; sigma is the deviation of the logarithm. */
    double logNormal(double median, double sigma) {
        return median * StrictMath.exp(sigma * gaussian());
    }
}
