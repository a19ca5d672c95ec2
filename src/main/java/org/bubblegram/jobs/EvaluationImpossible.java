package org.bubblegram.jobs;

/** An evaluation of a model on what it cannot be evaluated on. */
public final class EvaluationImpossible extends RuntimeException {
    private final String code;
    private final String field;

    EvaluationImpossible(String code, String field, String message) {
        super(message);
        this.code = code;
        this.field = field;
    }

    /** Stable: dataset_mismatch or split_empty. */
    public String code() {
        return code;
    }

    /** Of the request, to be changed. */
    public String field() {
        return field;
    }
}
