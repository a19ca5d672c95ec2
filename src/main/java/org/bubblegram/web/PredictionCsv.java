package org.bubblegram.web;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.histogram.SizeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;

/**
 * Predictions as CSV (RFC 4180): {@code image}, one column a bin as in labels.csv, then {@code mean,d10,d50,d90,d32}; one
 * row an image. Where there are intervals, two more columns for each of these numbers, {@code d50 low} and {@code d50 high}.
 * Where the model tells unlike pictures, {@code novelty,novelty threshold,outOfDistribution} come last.
 */
final class PredictionCsv extends AbstractHttpMessageConverter<Predictions> {
    static final String TYPE = "text/csv";

    PredictionCsv() {
        super(StandardCharsets.UTF_8, MediaType.parseMediaType(TYPE));
    }

    @Override
    protected boolean supports(Class<?> type) {
        return Predictions.class.isAssignableFrom(type);
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    protected Predictions readInternal(Class<? extends Predictions> type, HttpInputMessage message) {
        throw new HttpMessageNotReadableException("predictions are only written", message);
    }

    @Override
    protected void writeInternal(Predictions predictions, HttpOutputMessage message) throws IOException {
        var out = new OutputStreamWriter(message.getBody(), StandardCharsets.UTF_8);
        write(predictions.rows(), out);
        out.flush();
    }

    static void write(List<PredictionView> rows, Appendable out) throws IOException {
        CSVPrinter csv = new CSVPrinter(out, CSVFormat.RFC4180);
        csv.printRecord(header(rows.get(0)));
        for (PredictionView row : rows) {
            csv.printRecord(cells(row));
        }
    }

    private static List<String> header(PredictionView row) {
        List<String> numbers = new ArrayList<>(bins(row.histogram()).labels());
        numbers.addAll(List.of("mean", "d10", "d50", "d90", "d32"));
        List<String> header = new ArrayList<>(List.of("image"));
        header.addAll(numbers);
        if (row.statistics().interval() != null) {
            numbers.forEach(number -> header.addAll(List.of(number + " low", number + " high")));
        }
        if (row.novelty() != null) {
            header.addAll(List.of("novelty", "novelty threshold", "outOfDistribution"));
        }
        return header;
    }

    private static SizeBins bins(HistogramView histogram) {
        double[] edges = new double[histogram.bins().size() + 1];
        for (int i = 0; i < histogram.bins().size(); i++) {
            HistogramView.Bin bin = histogram.bins().get(i);
            edges[i] = bin.lower();
            edges[i + 1] = bin.upper() == null ? Double.POSITIVE_INFINITY : bin.upper();
        }
        return SizeBins.of(SizeUnit.ofSymbol(histogram.unit()).orElseThrow(), edges);
    }

    private static List<@Nullable Object> cells(PredictionView row) {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(row.image().name() == null ? "image" : row.image().name());
        row.histogram().bins().forEach(bin -> cells.add(bin.fraction()));
        PredictionView.Statistics statistics = row.statistics();
        cells.add(statistics.mean());
        cells.add(statistics.d10());
        cells.add(statistics.d50());
        cells.add(statistics.d90());
        cells.add(statistics.d32());
        PredictionView.StatisticIntervals intervals = statistics.interval();
        if (intervals != null) {
            row.histogram().bins().forEach(bin -> cells.addAll(requireNonNull(bin.interval())));
            Stream.of(intervals.mean(), intervals.d10(), intervals.d50(), intervals.d90(), intervals.d32())
                    .forEach(cells::addAll);
        }
        PredictionView.Novelty novelty = row.novelty();
        if (novelty != null) {
            cells.addAll(List.of(novelty.score(), novelty.threshold(), novelty.outOfDistribution()));
        }
        return cells;
    }
}
