package org.bubblegram.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * What a model made of samples as CSV (RFC 4180): {@code sample,image,group,split,weight,loss,anomaly}, then one column a bin
 * of the true histogram, {@code true 0-10mm}, empty where unknown, and of the predicted one, {@code predicted 0-10mm}.
 */
final class EvaluatedSampleCsv {
    private final CSVPrinter csv;

    /** Writes the header. */
    EvaluatedSampleCsv(List<String> bins, Appendable out) throws IOException {
        csv = new CSVPrinter(out, CSVFormat.RFC4180);
        List<String> header =
                new ArrayList<>(List.of("sample", "image", "group", "split", "weight", "loss", "anomaly"));
        bins.forEach(bin -> header.add("true " + bin));
        bins.forEach(bin -> header.add("predicted " + bin));
        csv.printRecord(header);
    }

    void write(EvaluatedSampleView sample) throws IOException {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(sample.id());
        cells.add(sample.image());
        cells.add(sample.group());
        cells.add(sample.split() == null ? null : sample.split().key());
        cells.add(sample.weight());
        cells.add(sample.loss());
        cells.add(sample.anomaly());
        cells.addAll(sample.target());
        cells.addAll(sample.prediction());
        csv.printRecord(cells);
    }
}
