package org.bubblegram.training;

/** Training that cannot go on, with a stable code for the job. */
public class TrainingFailure extends RuntimeException {
    private final String code;

    public TrainingFailure(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** Whether another try, a while later, may do better. */
    public boolean mayPass() {
        return false;
    }
}
