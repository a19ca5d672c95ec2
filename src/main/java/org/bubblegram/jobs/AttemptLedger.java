package org.bubblegram.jobs;

/** What a worker has to be able to do with what it holds: move it, give it back, say that its holder is gone. */
interface AttemptLedger {
    /** False where it is not at this attempt in one of the expected states. */
    boolean move(Attempt attempt, Transition transition);

    /** Queues again what its worker gives back; false where it has moved on. */
    boolean handBack(Attempt attempt);

    /** Queues again what lost its worker; what was being cancelled is cancelled. False where it has moved on. */
    boolean lost(Attempt attempt);
}
