package org.bubblegram.dataset;

import java.util.List;
import org.bubblegram.histogram.Histogram;

/** What the numbers of labels.csv are. Rows with unknown bins may sum to less. */
enum LabelScale {
    FRACTIONS(1, Histogram.SUM_TOLERANCE),
    /** Whole percents of many bins may be off by their rounding. */
    PERCENT(100, 2),
    COUNTS(Double.NaN, Double.NaN);

    private final double total;
    private final double tolerance;

    LabelScale(double total, double tolerance) {
        this.total = total;
        this.tolerance = tolerance;
    }

    /** Recognizes the scale that all rows fit; where none does, the one that most fit, so that the others are errors. */
    static LabelScale of(List<RowValues> rows) {
        if (FRACTIONS.fitsAll(rows)) {
            return FRACTIONS;
        }
        boolean anyTotal = rows.stream().anyMatch(RowValues::complete);
        if (PERCENT.fitsAll(rows) && (anyTotal || !COUNTS.fitsAll(rows))) {
            return PERCENT;
        }
        if (COUNTS.fitsAll(rows)) {
            return COUNTS;
        }
        long percents = rows.stream().filter(PERCENT::near).count();
        return 2 * percents > rows.size() ? PERCENT : FRACTIONS;
    }

    private boolean fitsAll(List<RowValues> rows) {
        return rows.stream().allMatch(this::fits);
    }

    boolean fits(RowValues row) {
        if (this == COUNTS) {
            return row.whole();
        }
        return row.complete() ? near(row) : row.sum() <= total + tolerance;
    }

    private boolean near(RowValues row) {
        return Math.abs(row.sum() - total) <= tolerance;
    }

    /** How its warning or error calls it. */
    @Override
    public String toString() {
        return this == PERCENT ? "100" : "1";
    }
}
