package org.bubblegram.prediction;

/**
 * How far a picture is from those the model learned from.
 *
 * @param score reconstruction error of the picture's features; 0 at least
 * @param threshold above 0; nearly all pictures like the validation split's score less
 */
public record Novelty(double score, double threshold) {
    /** Whether the answer may be wrong because the picture is unlike all that the model has seen. */
    public boolean outOfDistribution() {
        return !(score <= threshold); // one that is no number too
    }
}
