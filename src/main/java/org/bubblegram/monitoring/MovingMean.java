package org.bubblegram.monitoring;

/**
 * The mean of the last numbers, about {@value #WINDOW}: the plain mean of the first so many, and then each new one weighs
 * one part in so many.
 */
final class MovingMean {
    static final int WINDOW = 100;

    private double mean;
    private int count;

    synchronized void add(double number) {
        count = Math.min(count + 1, WINDOW);
        mean += (number - mean) / count;
    }

    /** 0 before the first number. */
    synchronized double value() {
        return mean;
    }
}
