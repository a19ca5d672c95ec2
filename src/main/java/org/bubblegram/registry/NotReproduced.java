package org.bubblegram.registry;

/** A loaded network that does not answer as it did when it was published. */
public final class NotReproduced extends RuntimeException {
    private final double difference;

    NotReproduced(double difference) {
        super("the network does not reproduce its golden vectors: logits differ by " + difference
                + " of the largest one");
        this.difference = difference;
    }

    public String code() {
        return "model_not_reproduced";
    }

    /** Largest difference of a logit, as a part of the largest logit. */
    public double difference() {
        return difference;
    }
}
