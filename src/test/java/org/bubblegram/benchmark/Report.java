package org.bubblegram.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run found.
 *
 * @param date when it began, ISO 8601
 * @param quick whether its figures only show that it runs
 * @param failures measurements that broke off, and why
 */
record Report(String date, boolean quick, Machine machine, List<Row> rows, List<String> failures) {
    private static final List<String> HEADER = List.of("what", "value", "unit", "ratio", "target", "met?");

    String json() {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(this);
    }

    /** As Markdown, aligned. */
    String table() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADER);
        rows.forEach(row -> lines.add(cells(row)));
        int[] widths = IntStream.range(0, HEADER.size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        lines.add(1, IntStream.of(widths).mapToObj("-"::repeat).toList());
        return lines.stream().map(line -> padded(line, widths)).collect(Collectors.joining("\n"));
    }

    private static List<String> cells(Row row) {
        Ratio ratio = row.ratio();
        return List.of(
                row.what(),
                Figures.text(row.value()),
                row.unit(),
                ratio == null ? "" : Figures.text(ratio.value()) + " " + ratio.to(),
                row.target() == null ? "" : row.target().toString(),
                met(row.met()));
    }

    private static String met(@Nullable Boolean met) {
        return met == null ? "" : met ? "yes" : "no";
    }

    private static String padded(List<String> line, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(i -> line.get(i) + " ".repeat(widths[i] - line.get(i).length()))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
