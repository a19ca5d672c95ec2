package org.bubblegram.training;

import java.util.Arrays;
import org.bubblegram.network.Autoencoder;

/**
 * What tells pictures that are unlike those learned from.
 *
 * @param threshold reconstruction error beyond which a picture counts as such, above 0
 * @param pictures of the validation split, from which the threshold was read
 */
public record Novelty(Autoencoder autoencoder, double threshold, int pictures) {
    /** As much of what is like the validation pictures lies below the threshold. */
    public static final double QUANTILE = 0.95;

    private static final double LEAST_THRESHOLD = 1e-6;

    /**
     * Reads the threshold from the errors of N pictures that the autoencoder has not seen, one at least: the
     * ceil(0.95 (N + 1))-th smallest, or the largest where there are fewer than 19. A picture of the same kind then lies
     * above it with a probability of at most 5 %, or 1 / (N + 1) where there are fewer (split conformal prediction; Lei et
     * al. 2018, section 2).
     */
    static Novelty of(Autoencoder autoencoder, double[] errors) {
        double[] sorted = errors.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.min(sorted.length, Math.ceil(QUANTILE * (sorted.length + 1)));
        return new Novelty(autoencoder, Math.max(LEAST_THRESHOLD, sorted[rank - 1]), sorted.length);
    }
}
