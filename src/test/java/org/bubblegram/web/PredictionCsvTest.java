package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.web.PredictionView.Image;
import org.bubblegram.web.PredictionView.Statistics;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PredictionCsvTest {
    private static final SizeBins BINS = SizeBins.parse(List.of("0-3.5mm", "3.5-10mm", "10mm+"));
    private static final HistogramView HISTOGRAM = HistogramView.of(Histogram.of(BINS, Basis.NUMBER, 0.25, 0.5, 0.25));

    private static PredictionView view(String name) {
        Statistics statistics = new Statistics(6.5, 1.4, 6.75, 12.0, 9.0, null);
        return new PredictionView("froth@3", HISTOGRAM, statistics, new Image(name, 40, 30, List.of()));
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
                .contains("\"span\":null")
                .contains("\"unit\":\"mm\"")
                .contains("\"image\":{\"name\":\"a.png\",\"width\":40,\"height\":30,\"warnings\":[]}")
                .doesNotContain("rows");
    }
}
