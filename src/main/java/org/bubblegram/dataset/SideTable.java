package org.bubblegram.dataset;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bubblegram.dataset.CsvTable.Row;

/** Reads groups.csv and split.csv, which say one more thing about each image. */
final class SideTable {
    private SideTable() {}

    /** What a column says, by image. What is wrong goes to the findings. */
    static Map<String, String> read(CsvFile file, String column) throws IOException {
        Map<String, String> values = new HashMap<>();
        file.read(table -> {
            List<String> header = table.header().stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .toList();
            if (header.contains("image") && header.contains(column)) {
                while (table.hasNext()) {
                    Row row = table.next();
                    if (!row.blank() && file.complete(row, header.size())) {
                        put(values, file, row, header.indexOf("image"), header.indexOf(column));
                    }
                }
            } else {
                file.header(file.name() + " has no readable header: it is image," + column);
            }
        });
        return values;
    }

    private static void put(Map<String, String> values, CsvFile file, Row row, int image, int column) {
        String name = row.cells().get(image);
        String value = row.cells().get(column);
        String before = value.isEmpty() ? null : values.putIfAbsent(name, value);
        if (before != null && !before.equals(value)) {
            String message = "'" + name + "' was '" + before + "' before, now '" + value + "'";
            file.row(FindingCode.ROW_DUPLICATE, row, message);
        }
    }
}
