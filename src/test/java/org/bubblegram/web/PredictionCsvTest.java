package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.histogram.SizeStatistics;
import org.bubblegram.image.ImageSize;
import org.bubblegram.prediction.Interval;
import org.bubblegram.prediction.Intervals;
import org.bubblegram.prediction.Novelty;
import org.bubblegram.prediction.Prediction;
import org.bubblegram.web.PredictionView.Image;
import org.bubblegram.web.PredictionView.Statistics;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PredictionCsvTest {
    private static final SizeBins BINS = SizeBins.parse(List.of("0-3.5mm", "3.5-10mm", "10mm+"));
    private static final HistogramView HISTOGRAM =
            HistogramView.of(Histogram.of(BINS, Basis.NUMBER, 0.25, 0.5, 0.25), null);

    private static PredictionView view(String name) {
        Statistics statistics = new Statistics(6.5, 1.4, 6.75, 12.0, 9.0, null, null);
        return new PredictionView("froth@3", HISTOGRAM, statistics, null, new Image(name, 40, 30, List.of()));
    }

    @Test
    void aTableHasAColumnForEachBinAndARowForEachImage() throws IOException {
        StringBuilder csv = new StringBuilder();
        PredictionCsv.write(List.of(view("a.png"), view("b, \"two\".png")), csv);
        assertThat(csv.toString().split("\r\n"))
                .containsExactly(
                        "image,0-3.5mm,3.5-10mm,10mm+,mean,d10,d50,d90,d32",
                        "a.png,0.25,0.5,0.25,6.5,1.4,6.75,12.0,9.0",
                        "\"b, \"\"two\"\".png\",0.25,0.5,0.25,6.5,1.4,6.75,12.0,9.0");
    }

    @Test
    void anUnnamedImageIsCalledImage() throws IOException {
        StringBuilder csv = new StringBuilder();
        PredictionCsv.write(List.of(view(null)), csv);
        assertThat(csv.toString().lines().skip(1)).allMatch(row -> row.startsWith("image,0.25"));
    }

    @Test
    void jsonWritesAnOpenBinAndAnUnknownNumberAsNull() {
        String json = JsonMapper.builder().build().writeValueAsString(view("a.png"));
        assertThat(json)
                .contains("{\"lower\":10.0,\"upper\":null,\"fraction\":0.25}")
                .contains("\"span\":null}")
                .contains("\"unit\":\"mm\"")
                .contains("\"image\":{\"name\":\"a.png\",\"width\":40,\"height\":30,\"warnings\":[]}")
                .doesNotContain("rows");
    }

    /** Two bins, each number with an interval of its own. */
    private static PredictionView sure() {
        SizeBins bins = SizeBins.parse(List.of("0-1mm", "1-2mm"));
        Intervals intervals = new Intervals(
                List.of(new Interval(0.2, 0.3), new Interval(0.7, 0.8)),
                new SizeStatistics(1, 2, 3, 4, 5, 6),
                new SizeStatistics(1.5, 2.5, 3.5, 4.5, 5.5, 6.5));
        Histogram histogram = Histogram.of(bins, Basis.NUMBER, 0.25, 0.75);
        return PredictionView.of(
                new Prediction("froth@3", histogram, intervals, null, new ImageSize(40, 30), List.of()), "a.png");
    }

    @Test
    void intervalsFollowAsTwoColumnsForEachNumber() throws IOException {
        StringBuilder csv = new StringBuilder();
        PredictionCsv.write(List.of(sure()), csv);
        List<String> lines = csv.toString().lines().toList();
        assertThat(lines.get(0))
                .isEqualTo("image,0-1mm,1-2mm,mean,d10,d50,d90,d32,"
                        + "0-1mm low,0-1mm high,1-2mm low,1-2mm high,mean low,mean high,"
                        + "d10 low,d10 high,d50 low,d50 high,d90 low,d90 high,d32 low,d32 high");
        assertThat(lines.get(1))
                .startsWith("a.png,0.25,0.75,")
                .endsWith(",0.2,0.3,0.7,0.8,1.0,1.5,2.0,2.5,3.0,3.5,4.0,4.5,5.0,5.5");
    }

    @Test
    void noveltyFollowsInThreeColumns() throws IOException {
        SizeBins bins = SizeBins.parse(List.of("0-1mm", "1-2mm"));
        Prediction prediction = new Prediction(
                "froth@3",
                Histogram.of(bins, Basis.NUMBER, 0.25, 0.75),
                null,
                new Novelty(0.5, 0.25),
                new ImageSize(40, 30),
                List.of());
        StringBuilder csv = new StringBuilder();
        PredictionCsv.write(List.of(PredictionView.of(prediction, "a.png")), csv);

        List<String> lines = csv.toString().lines().toList();
        assertThat(lines.get(0)).endsWith(",d90,d32,novelty,novelty threshold,outOfDistribution");
        assertThat(lines.get(1)).endsWith(",0.5,0.25,true");
    }

    @Test
    void jsonWritesAnIntervalAsItsTwoEnds() {
        String json = JsonMapper.builder().build().writeValueAsString(sure());
        assertThat(json)
                .contains("{\"lower\":0.0,\"upper\":1.0,\"fraction\":0.25,\"interval\":[0.2,0.3]}")
                .contains("\"interval\":{\"mean\":[1.0,1.5],\"d10\":[2.0,2.5],\"d50\":[3.0,3.5],"
                        + "\"d90\":[4.0,4.5],\"d32\":[5.0,5.5],\"span\":[6.0,6.5]}");
    }
}
