package org.bubblegram.registry;

/** A network that does not answer as it did when it was published, or an exported one that does not answer as its network. */
public final class NotReproduced extends RuntimeException {
    private final double difference;

    /** @param what does not reproduce what */
    NotReproduced(String what, double difference) {
        super(what + " by " + difference + " of the largest one");
        this.difference = difference;
    }

    public String code() {
        return "model_not_reproduced";
    }

    /** Largest difference of a logit (or feature), as a part of the largest one. */
    public double difference() {
        return difference;
    }
}
