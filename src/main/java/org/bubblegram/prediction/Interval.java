package org.bubblegram.prediction;

/** Where a number lies with a probability of 90 %, as far as the model can tell: 5 % of it is below, 5 % above. */
public record Interval(double low, double high) {}
