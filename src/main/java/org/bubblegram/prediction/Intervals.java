package org.bubblegram.prediction;

import java.util.List;
import org.bubblegram.histogram.SizeStatistics;

/**
 * How sure an answer is.
 *
 * @param fractions one a bin, each at least 0 and at most 1
 * @param low lower ends of the intervals of the statistics, each for itself
 * @param high upper ends, likewise
 */
public record Intervals(List<Interval> fractions, SizeStatistics low, SizeStatistics high) {}
