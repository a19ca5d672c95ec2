package org.bubblegram.training;

/** A spec that cannot be carried out on this data set, with this model or on this machine. */
public final class SpecImpossible extends RuntimeException {
    private final String code;
    private final String field;

    /**
     * @param code stable
     * @param field path of the field to change
     */
    public SpecImpossible(String code, String field, String message) {
        super(message);
        this.code = code;
        this.field = field;
    }

    /**
     * Stable: warmup_too_long, cache_too_small, memory_too_small, batch_too_large, too_many_samples, dataset_mismatch,
     * split_empty or spec_unreadable.
     */
    public String code() {
        return code;
    }

    /** The same, found out when a job had begun already. */
    TrainingFailure asFailure() {
        return new TrainingFailure(code, field + ": " + getMessage());
    }

    /** Path of the field to change. */
    public String field() {
        return field;
    }
}
