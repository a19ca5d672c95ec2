package org.bubblegram.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bubblegram.SharedFiles;
import org.bubblegram.dataset.LabelReport.Finding;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.metrics.Metric;
import org.bubblegram.metrics.Scorer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedDataTest {
    @TempDir
    Path folder;

    /** The last two as the sets' own descriptions have them; those are cross-validated, so a little worse. */
    @ParameterizedTest
    @CsvSource({"nuclei, 655, 9, .541, 1.22", "boiling_bubbles, 197, 29, .743, .70"})
    void realSetsAreImportedAndTheirConstantAnswerScoresAsDescribed(
            String set, int samples, int groups, double intersection, double emd) throws IOException {
        Path directory = SharedFiles.of("data/" + set);
        Datasets datasets =
                Store.in(folder, ImportSettings.allowing(directory.getParent())).datasets();

        NewDataset request = new NewDataset("real", Basis.NUMBER, null, null);
        Dataset dataset = datasets.create(request, new ImportSource.Directory(directory.toString()));

        LabelReport report = dataset.report();
        assertThat(report.samples())
                .isEqualTo(samples)
                .isEqualTo(datasets.samples(dataset).size());
        assertThat(report.groups()).isEqualTo(groups);
        assertThat(report.constantAnswer().intersection()).isCloseTo(intersection, within(.02));
        assertThat(report.constantAnswer().emd()).isCloseTo(emd, within(.04));
        assertThat(report.findings()).extracting(Finding::code).contains("labels_preferred");
    }

    /** Sizes were rounded to four digits after the histograms were made, so a few on an edge change their bin. */
    @ParameterizedTest
    @CsvSource({
        "nuclei, '0-3.5%w,3.5-4.5%w,4.5-5.5%w,5.5-7%w,7-9%w,9%w+'",
        "boiling_bubbles, '0-6px,6-7px,7-9px,9-11px,11-15px,15px+'"
    })
    void sizesBinnedHereAreTheHistogramsOfTheirAuthors(String set, String bins) throws IOException {
        Path directory = SharedFiles.of("data/" + set);
        SizeBins edges = SizeBins.parse(List.of(bins.split(",", -1)));
        Findings findings = new Findings();
        try (SourceFiles files =
                DirectoryFiles.open(directory.toString(), ImportSettings.allowing(directory), findings)) {
            Labels labels = LabelsCsv.read(new CsvFile(files, "labels.csv", findings));
            NewDataset request = new NewDataset("real", Basis.NUMBER, edges, null);
            Labels objects = ObjectsCsv.read(new CsvFile(files, "objects.csv", findings), request);

            Map<String, Target> binned = objects.rows().stream().collect(Collectors.toMap(Label::image, Label::target));
            assertThat(binned.keySet()).isEqualTo(labels.named());
            double agreement = labels.rows().stream()
                    .mapToDouble(label -> new Scorer(edges, Basis.NUMBER)
                            .score(
                                    Metric.INTERSECTION,
                                    binned.get(label.image()).fractions(),
                                    label.target().fractions()))
                    .average()
                    .orElseThrow();
            assertThat(agreement).isCloseTo(1, within(.005));
        }
        assertThat(findings.errors()).isEmpty();
    }
}
