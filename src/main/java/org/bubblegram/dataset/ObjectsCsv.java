package org.bubblegram.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.bubblegram.dataset.CsvTable.Row;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.histogram.SizeUnit;

/** Reads objects.csv, one row an object with its image and size, and sorts the sizes into the bins of the request. */
final class ObjectsCsv {
    private static final String GRAMMAR = "the header is image and one of size, size_px, size_um, size_mm or "
            + "size_pct_of_width; other columns are left out";
    private static final Map<String, SizeUnit> UNITS = Map.of(
            "size_px", SizeUnit.PIXEL,
            "size_um", SizeUnit.MICROMETRE,
            "size_mm", SizeUnit.MILLIMETRE,
            "size_pct_of_width", SizeUnit.PERCENT_OF_WIDTH);

    private final CsvFile file;
    private final Map<String, Objects> objects = new LinkedHashMap<>();
    private final Set<String> named = new HashSet<>();

    /** @param line of the image's first object */
    private record Objects(long line, DoubleStream.Builder sizes) {}

    private record Columns(int count, int image, int size) {}

    private ObjectsCsv(CsvFile file) {
        this.file = file;
    }

    /** Returns the images that have objects in the bins; what is wrong goes to the findings. */
    static Labels read(CsvFile file, NewDataset request) throws IOException {
        SizeBins bins = request.bins();
        if (bins == null) {
            String message = file.name() + " holds sizes: the request must say into which bins they are sorted";
            file.findings().add(FindingCode.BINS_MISSING, message, file.name());
            throw new InvalidDataset(file.findings().errors());
        }
        ObjectsCsv objects = new ObjectsCsv(file);
        file.read(table -> objects.columns(table.header(), bins).ifPresent(columns -> objects.rows(table, columns)));
        if (objects.named.isEmpty()) {
            file.findings().stopIfErrors();
        }
        return new Labels(bins, objects.labels(request, bins), objects.named);
    }

    private Optional<Columns> columns(List<String> header, SizeBins bins) {
        List<String> names =
                header.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        List<String> sizes = names.stream()
                .filter(name -> name.equals("size") || UNITS.containsKey(name))
                .toList();
        int image = names.indexOf("image");
        if (image < 0 || sizes.size() != 1) {
            file.header(file.name() + " has no readable header: " + GRAMMAR);
            return Optional.empty();
        }
        SizeUnit unit = UNITS.getOrDefault(sizes.get(0), bins.unit());
        if (unit != bins.unit()) {
            String message = "sizes are in " + unit.symbol() + " but the bins in "
                    + bins.unit().symbol();
            file.findings().add(FindingCode.UNIT_MISMATCH, file.name() + ": " + message, file.name(), 1L);
            return Optional.empty();
        }
        return Optional.of(new Columns(names.size(), image, names.indexOf(sizes.get(0))));
    }

    private void rows(CsvTable table, Columns columns) {
        while (table.hasNext()) {
            Row row = table.next();
            if (columns.image() < row.cells().size()) {
                named.add(row.cells().get(columns.image()));
            }
            if (!row.blank() && file.complete(row, columns.count())) {
                row(table, row, columns);
            }
        }
    }

    private void row(CsvTable table, Row row, Columns columns) {
        String image = row.cells().get(columns.image());
        String cell = row.cells().get(columns.size());
        OptionalDouble size = table.number(cell);
        if (image.isEmpty()) {
            file.row(FindingCode.ROW_UNREADABLE, row, "no image is named");
        } else if (size.isEmpty()) {
            file.row(FindingCode.VALUE_NOT_A_NUMBER, row, "'" + cell + "' is no finite number");
        } else if (!(size.getAsDouble() > 0)) {
            file.row(FindingCode.VALUE_NOT_POSITIVE, row, "size '" + cell + "' is not above 0");
        } else {
            objects.computeIfAbsent(image, key -> new Objects(row.line(), DoubleStream.builder()))
                    .sizes()
                    .add(size.getAsDouble());
        }
    }

    private List<Label> labels(NewDataset request, SizeBins bins) {
        List<Label> labels = new ArrayList<>();
        long outside = 0;
        for (var entry : objects.entrySet()) {
            long line = entry.getValue().line();
            double[] sizes = entry.getValue().sizes().build().toArray();
            outside += bins.outside(sizes);
            Optional<Histogram> histogram = Histogram.ofSizes(bins, request.basis(), sizes);
            if (histogram.isPresent()) {
                Target target = new Target(histogram.get().fractions());
                labels.add(Label.of(entry.getKey(), target, file.name(), line));
            } else {
                String message = "no size of '" + entry.getKey() + "' lies within the bins";
                file.findings().add(FindingCode.NO_SIZE_IN_BINS, message, file.name(), line);
            }
        }
        if (outside > 0) {
            String message = outside + " sizes lie outside the bins " + bins + " and were left out";
            file.findings().add(FindingCode.SIZES_OUTSIDE_BINS, message, file.name());
        }
        return labels;
    }
}
