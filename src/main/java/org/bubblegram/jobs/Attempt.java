package org.bubblegram.jobs;

import java.util.UUID;

/** A worker's hold on a job. Whoever comes with an older number has lost the job and cannot write any more. */
record Attempt(UUID job, int number) {
    static Attempt of(TrainingJob job) {
        return new Attempt(job.id(), job.attempt());
    }

    static Attempt of(ComparisonJob job) {
        return new Attempt(job.id(), job.attempt());
    }

    static Attempt of(EvaluationJob job) {
        return new Attempt(job.id(), job.attempt());
    }

    /** Reads what {@link #toString} wrote. */
    static Attempt parse(String text) {
        int at = text.indexOf('/');
        return new Attempt(UUID.fromString(text.substring(0, at)), Integer.parseInt(text.substring(at + 1)));
    }

    Attempt next() {
        return new Attempt(job, number + 1);
    }

    @Override
    public String toString() {
        return job + "/" + number;
    }
}
