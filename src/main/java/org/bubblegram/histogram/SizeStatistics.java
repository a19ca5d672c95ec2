package org.bubblegram.histogram;

/**
 * Numbers read off a histogram, in its unit.
 *
 * @param mean arithmetic mean of size, number-weighted
 * @param d10 size below which 10 % of the histogram's own basis lies
 * @param d50 median, likewise
 * @param d90 90 %, likewise
 * @param d32 Sauter mean diameter, sum d^3 / sum d^2 over objects
 * @param span (d90 - d10) / d50
 */
public record SizeStatistics(double mean, double d10, double d50, double d90, double d32, double span) {
    static SizeStatistics of(Histogram histogram) {
        double d10 = quantile(histogram, 0.1);
        double d50 = quantile(histogram, 0.5);
        double d90 = quantile(histogram, 0.9);
        double mean = numberMoment(histogram, 1) / numberMoment(histogram, 0);
        double d32 = numberMoment(histogram, 3) / numberMoment(histogram, 2);
        return new SizeStatistics(mean, d10, d50, d90, d32, (d90 - d10) / d50);
    }

    /**
     * Returns the size below which a share p of the histogram lies, by linear interpolation of the cumulative
     * distribution Q inside the bin where it passes p (ISO 9276-1): lower + (upper - lower) (p - Q(lower)) / fraction.
     * An open bin is closed as {@link SizeBins#closedUpper} assumes. 0 < p < 1.
     */
    static double quantile(Histogram histogram, double p) {
        SizeBins bins = histogram.bins();
        double below = 0;
        int last = 0;
        for (int i = 0; i < bins.count(); i++) {
            double fraction = histogram.fraction(i);
            if (fraction > 0) {
                if (below + fraction >= p) {
                    return bins.lower(i) + (bins.closedUpper(i) - bins.lower(i)) * (p - below) / fraction;
                }
                last = i;
            }
            below += fraction;
        }
        return bins.closedUpper(last); // only where rounding left the sum below p
    }

    /**
     * Returns the r-th raw moment of the number distribution up to a factor that is the same for every r, sum over bins
     * of (f_i / m(q)_i) m(r)_i, with f the fractions, q the exponent of their basis (0, 2 or 3) and m(r) the moment of
     * one bin. f_i / m(q)_i is the number of objects in the bin: a fraction of area (volume) divided by what one object
     * of the bin has of it on average. Ratios of these moments are the mean sizes of ISO 9276-2: M1/M0 the arithmetic
     * mean, M3/M2 the Sauter mean.
     */
    static double numberMoment(Histogram histogram, int r) {
        SizeBins bins = histogram.bins();
        double sum = 0;
        for (int i = 0; i < bins.count(); i++) {
            double lower = bins.lower(i);
            double upper = bins.closedUpper(i);
            double count = histogram.fraction(i)
                    / uniformMoment(lower, upper, histogram.basis().exponent());
            sum += count * uniformMoment(lower, upper, r);
        }
        return sum;
    }

    /**
     * Returns the r-th moment of sizes spread evenly over a to b, (b^(r+1) - a^(r+1)) / ((r+1) (b-a)), written as the
     * sum over j of a^j b^(r-j), divided by r + 1, which loses no digits in narrow bins. Above 0, as 0 <= a < b.
     */
    static double uniformMoment(double a, double b, int r) {
        double sum = 1;
        double power = 1; // a^j
        for (int j = 1; j <= r; j++) {
            power *= a;
            sum = sum * b + power;
        }
        return sum / (r + 1);
    }
}
