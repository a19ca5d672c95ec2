package org.bubblegram.metrics;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** A number that says how far a predicted histogram is from the true one. Reported, not differentiated. */
public enum Metric {
    @JsonProperty("intersection")
    INTERSECTION(true),
    @JsonProperty("emd")
    EMD(false),
    @JsonProperty("kullback-leibler")
    KULLBACK_LEIBLER(false),
    @JsonProperty("cosine")
    COSINE(true),
    @JsonProperty("chebyshev")
    CHEBYSHEV(false);

    private final boolean higherIsBetter;

    Metric(boolean higherIsBetter) {
        this.higherIsBetter = higherIsBetter;
    }

    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** As in JSON: {@code intersection}, {@code emd}, ... */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param predicted one fraction a bin, at least 0, sum 1
     * @param target likewise, NaN where unknown: such bins are left out of both, and the rest rescaled to sum to 1;
     *     a prediction without mass in known bins is taken as uniform over them
     */
    public double of(double[] predicted, double[] target) {
        if (predicted.length != target.length) {
            throw new IllegalArgumentException(predicted.length + " fractions against " + target.length);
        }
        int[] known = IntStream.range(0, target.length)
                .filter(i -> !Double.isNaN(target[i]))
                .toArray();
        double[] p = rescaled(predicted, known);
        double[] y = rescaled(target, known);
        return switch (this) {
            case INTERSECTION -> Distances.intersection(p, y);
            case EMD -> Distances.earthMovers(p, y);
            case KULLBACK_LEIBLER -> Distances.kullbackLeibler(y, p);
            case COSINE -> Distances.cosine(p, y);
            case CHEBYSHEV -> Distances.chebyshev(p, y);
        };
    }

    /** The known bins alone, rescaled to sum to 1; uniform where none of them has any mass. */
    private static double[] rescaled(double[] fractions, int[] known) {
        double sum = Arrays.stream(known).mapToDouble(i -> fractions[i]).sum();
        return Arrays.stream(known)
                .mapToDouble(i -> sum == 0 ? 1.0 / known.length : fractions[i] / sum)
                .toArray();
    }
}
