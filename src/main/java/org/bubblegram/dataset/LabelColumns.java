package org.bubblegram.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bubblegram.dataset.CsvTable.Row;
import org.bubblegram.histogram.InvalidBins;
import org.bubblegram.histogram.SizeBins;

/** Which column of labels.csv holds what, as its header says. */
final class LabelColumns {
    private static final String GRAMMAR =
            "the header is image,BIN,BIN,... and may have group, split, pixelSize and weight; " + SizeBins.GRAMMAR;

    private static final Set<String> OPTIONAL = Set.of("group", "split", "pixelsize", "weight");

    private final int count;
    private final SizeBins bins;
    private final List<Integer> binColumns;
    private final Map<String, Integer> optionalColumns;

    private LabelColumns(int count, SizeBins bins, List<Integer> binColumns, Map<String, Integer> optionalColumns) {
        this.count = count;
        this.bins = bins;
        this.binColumns = binColumns;
        this.optionalColumns = optionalColumns;
    }

    /** @throws InvalidHeader if the header does not fit its grammar */
    static LabelColumns of(List<String> header) throws InvalidHeader {
        if (header.isEmpty() || !header.get(0).equalsIgnoreCase("image")) {
            throw invalid("the first column must be 'image'");
        }
        List<String> binLabels = new ArrayList<>();
        List<Integer> binColumns = new ArrayList<>();
        Map<String, Integer> optionalColumns = new HashMap<>();
        for (int column = 1; column < header.size(); column++) {
            String name = header.get(column).toLowerCase(Locale.ROOT);
            if (!OPTIONAL.contains(name)) {
                binLabels.add(header.get(column));
                binColumns.add(column);
            } else if (optionalColumns.put(name, column) != null) {
                throw invalid("the column '" + header.get(column) + "' is there twice");
            }
        }
        return new LabelColumns(header.size(), bins(binLabels), binColumns, optionalColumns);
    }

    private static SizeBins bins(List<String> labels) throws InvalidHeader {
        try {
            return SizeBins.parse(labels);
        } catch (InvalidBins e) {
            throw invalid(e.getMessage().replace("; " + SizeBins.GRAMMAR, ""));
        }
    }

    private static InvalidHeader invalid(String why) {
        return new InvalidHeader(why + "; " + GRAMMAR);
    }

    int count() {
        return count;
    }

    SizeBins bins() {
        return bins;
    }

    String image(Row row) {
        return row.cells().get(0);
    }

    /** The cell of a bin; empty where unknown. */
    String bin(Row row, int bin) {
        return row.cells().get(binColumns.get(bin));
    }

    /** The cell of an optional column, unless there is no such column or nothing in the cell. */
    Optional<String> optional(Row row, String column) {
        return Optional.ofNullable(optionalColumns.get(column))
                .map(row.cells()::get)
                .filter(cell -> !cell.isEmpty());
    }
}
