package org.bubblegram.dataset;

import java.util.Arrays;
import org.bubblegram.dataset.CsvTable.Row;

/** The numbers of one row of labels.csv as they stand there, NaN where unknown. */
final class RowValues {
    private final Row row;
    private final double[] values;

    RowValues(Row row, double[] values) {
        this.row = row;
        this.values = values.clone();
    }

    Row row() {
        return row;
    }

    double sum() {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).sum();
    }

    /** Whether every bin is known. */
    boolean complete() {
        return Arrays.stream(values).noneMatch(Double::isNaN);
    }

    boolean whole() {
        return Arrays.stream(values).allMatch(value -> Double.isNaN(value) || value == Math.rint(value));
    }

    /** Rescaled to sum to 1 over the known bins. */
    Target target() {
        return new Target(values);
    }
}
