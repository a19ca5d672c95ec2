package org.bubblegram.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bubblegram.dataset.CsvTable.Row;

/** Reads labels.csv: one row an image, one column a bin. */
final class LabelsCsv {
    private final CsvFile file;
    private final List<RowValues> rows = new ArrayList<>();
    private final Map<String, Long> lines = new HashMap<>();
    private int unknown;

    private LabelsCsv(CsvFile file) {
        this.file = file;
    }

    /** Returns the rows that are right; what is wrong goes to the findings. Ends the import where no row can be read. */
    static Labels read(CsvFile file) throws IOException {
        LabelsCsv labels = new LabelsCsv(file);
        List<Labels> read = new ArrayList<>();
        file.read(table -> labels.columns(table).ifPresent(columns -> read.add(labels.rows(table, columns))));
        if (read.isEmpty()) {
            file.findings().stopIfErrors();
        }
        return read.get(0);
    }

    private Optional<LabelColumns> columns(CsvTable table) {
        try {
            return Optional.of(LabelColumns.of(
                    table.header().stream().map(table::withPoint).toList()));
        } catch (InvalidHeader e) {
            file.header(file.name() + " has no readable header: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Labels rows(CsvTable table, LabelColumns columns) {
        while (table.hasNext()) {
            Row row = table.next();
            if (!row.blank() && named(columns.image(row), row) && file.complete(row, columns.count())) {
                values(table, row, columns).ifPresent(rows::add);
            }
        }
        noteUnknown();
        LabelScale scale = LabelScale.of(rows);
        warnOf(scale);
        List<Label> labels = new ArrayList<>();
        for (RowValues values : rows) {
            if (scale.fits(values)) {
                labels.add(label(table, values, columns));
            } else {
                String sum = String.format(Locale.ROOT, "%.6g", values.sum());
                file.row(FindingCode.ROW_SUM, values.row(), "fractions sum to " + sum + ", not " + scale);
            }
        }
        return new Labels(columns.bins(), labels, lines.keySet());
    }

    private boolean named(String image, Row row) {
        if (image.isEmpty()) {
            file.row(FindingCode.ROW_UNREADABLE, row, "no image is named");
            return false;
        }
        Long first = lines.putIfAbsent(image, row.line());
        if (first != null) {
            file.row(FindingCode.ROW_DUPLICATE, row, "'" + image + "' is on line " + first + " already");
        }
        return first == null;
    }

    private Optional<RowValues> values(CsvTable table, Row row, LabelColumns columns) {
        double[] values = new double[columns.bins().count()];
        int known = 0;
        double sum = 0;
        boolean right = true;
        for (int bin = 0; bin < values.length; bin++) {
            String cell = columns.bin(row, bin);
            values[bin] = Double.NaN;
            if (!cell.isEmpty()) {
                values[bin] = value(table, row, cell);
                right &= values[bin] >= 0;
                sum += values[bin];
                known++;
            }
        }
        unknown += values.length - known;
        if (right && known == 0) {
            file.row(FindingCode.ROW_ALL_UNKNOWN, row, "no bin is known");
        } else if (right && sum == 0) {
            file.row(FindingCode.ROW_ALL_ZERO, row, "all fractions are 0");
        }
        return right && sum > 0 ? Optional.of(new RowValues(row, values)) : Optional.empty();
    }

    /** A number of at least 0, or NaN where the cell has none. */
    private double value(CsvTable table, Row row, String cell) {
        OptionalDouble value = table.number(cell);
        if (value.isEmpty()) {
            file.row(FindingCode.VALUE_NOT_A_NUMBER, row, "'" + cell + "' is no finite number");
        } else if (value.getAsDouble() < 0) {
            file.row(FindingCode.VALUE_NEGATIVE, row, "'" + cell + "' is negative");
        } else {
            return value.getAsDouble();
        }
        return Double.NaN;
    }

    private Label label(CsvTable table, RowValues values, LabelColumns columns) {
        Row row = values.row();
        double weight = weight(table, row, columns);
        OptionalDouble pixelSize = positive(table, row, columns, "pixelsize");
        Optional<Split> split = columns.optional(row, "split").flatMap(cell -> split(row, cell));
        return new Label(
                columns.image(row),
                values.target(),
                columns.optional(row, "group").orElse(null),
                split.orElse(null),
                weight,
                pixelSize.isPresent() ? Double.valueOf(pixelSize.getAsDouble()) : null,
                file.name(),
                row.line());
    }

    /** 1 where there is none. */
    private double weight(CsvTable table, Row row, LabelColumns columns) {
        OptionalDouble weight = positive(table, row, columns, "weight");
        if (weight.isPresent()
                && (weight.getAsDouble() < Sample.LEAST_WEIGHT || weight.getAsDouble() > Sample.MOST_WEIGHT)) {
            String cell = columns.optional(row, "weight").orElse("");
            file.row(FindingCode.WEIGHT_OUT_OF_RANGE, row, "weight '" + cell + "' is not from 0.000001 to 1000000");
        }
        return weight.orElse(1);
    }

    private OptionalDouble positive(CsvTable table, Row row, LabelColumns columns, String column) {
        Optional<String> cell = columns.optional(row, column);
        OptionalDouble value = cell.map(table::number).orElse(OptionalDouble.empty());
        if (cell.isPresent() && !(value.orElse(0) > 0)) {
            String message = column + " '" + cell.get() + "' is no number above 0";
            file.row(FindingCode.VALUE_NOT_POSITIVE, row, message);
            return OptionalDouble.empty();
        }
        return value;
    }

    private Optional<Split> split(Row row, String cell) {
        Optional<Split> split = Split.parse(cell);
        if (split.isEmpty()) {
            file.row(FindingCode.ROW_UNREADABLE, row, "split '" + cell + "' is not train, validation or test");
        }
        return split;
    }

    private void noteUnknown() {
        if (unknown > 0) {
            String message = unknown + " cells are empty: those bins are unknown and left out of loss and metrics";
            file.findings().add(FindingCode.UNKNOWN_CELLS, message, file.name());
        }
    }

    private void warnOf(LabelScale scale) {
        if (scale == LabelScale.PERCENT) {
            String message = file.name() + " holds percent; the rows were divided by their sums";
            file.findings().add(FindingCode.PERCENT_NORMALIZED, message, file.name());
        } else if (scale == LabelScale.COUNTS) {
            String message = file.name() + " holds counts; the rows were divided by their sums";
            file.findings().add(FindingCode.COUNTS_NORMALIZED, message, file.name());
        }
    }
}
