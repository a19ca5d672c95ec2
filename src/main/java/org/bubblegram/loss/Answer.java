package org.bubblegram.loss;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A predicted histogram beside its target, in the bins that the target knows and in no other: both are rescaled there to
 * sum to 1.
 */
public final class Answer {
    /** The least a predicted fraction is taken for in a logarithm: a bin ruled out wrongly costs 13.8 times its fraction. */
    public static final double LEAST_PREDICTED = 1e-6;

    final double[] predicted; // (K)
    final double[] target; // (K)
    final double[] centres; // (K)

    /** Takes the arrays as they are. */
    Answer(double[] predicted, double[] target, double[] centres) {
        this.predicted = predicted;
        this.target = target;
        this.centres = centres;
    }

    /**
     * @param predicted one fraction a bin, at least 0; without mass in known bins it is taken as uniform over them. One that
     *     is not a number makes all of them so
     * @param target likewise, NaN where unknown; at least one is known
     * @param centres the middle of each bin, ascending
     * @throws IllegalArgumentException if they differ in length
     */
    public static Answer of(double[] predicted, double[] target, double[] centres) {
        if (predicted.length != target.length || centres.length != target.length) {
            throw new IllegalArgumentException(
                    "%d fractions against %d in %d bins".formatted(predicted.length, target.length, centres.length));
        }
        int[] known = IntStream.range(0, target.length)
                .filter(k -> !Double.isNaN(target[k]))
                .toArray();
        return new Answer(rescaled(predicted, known), rescaled(target, known), at(known, centres));
    }

    private static double[] at(int[] bins, double[] values) {
        return Arrays.stream(bins).mapToDouble(k -> values[k]).toArray();
    }

    private static double[] rescaled(double[] fractions, int[] known) {
        double[] values = at(known, fractions);
        double sum = Arrays.stream(values).sum();
        return Arrays.stream(values)
                .map(fraction -> sum == 0 ? 1.0 / known.length : fraction / sum)
                .toArray();
    }

    /** How many bins are known. */
    public int bins() {
        return target.length;
    }

    /** Fractions of the known bins, in order; a copy. */
    public double[] predicted() {
        return predicted.clone();
    }

    /** Fractions of the known bins, in order; a copy. */
    public double[] target() {
        return target.clone();
    }

    /** Sum over the known bins. */
    double sum(IntToDoubleFunction term) {
        double sum = 0;
        for (int k = 0; k < target.length; k++) {
            sum += term.applyAsDouble(k);
        }
        return sum;
    }

    double logPredicted(int bin) {
        return log(predicted[bin]);
    }

    /** The logarithm of a fraction, of {@link #LEAST_PREDICTED} where that is more: finite. */
    static double log(double fraction) {
        return Math.log(Math.max(fraction, LEAST_PREDICTED));
    }

    /** From the centre of the first known bin to that of the last; 1 where only one is known. */
    double range() {
        double range = centres[centres.length - 1] - centres[0];
        return range > 0 ? range : 1;
    }
}
