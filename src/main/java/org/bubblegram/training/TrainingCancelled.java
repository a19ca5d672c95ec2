package org.bubblegram.training;

/** Training stopped because its caller asked for it. */
public final class TrainingCancelled extends RuntimeException {}
