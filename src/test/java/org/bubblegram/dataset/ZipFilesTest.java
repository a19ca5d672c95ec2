package org.bubblegram.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.bubblegram.histogram.Basis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipFilesTest {
    @TempDir
    Path folder;

    private Datasets datasets;

    @BeforeEach
    void open() throws IOException {
        datasets = Store.in(folder, ImportSettings.allowing()).datasets();
    }

    @Test
    void namesMayBeInTheCodePageOfWindowsTools() throws IOException {
        Archives archive = Archives.empty()
                .with("labels.csv", "image,0-1mm,1mm+\nKörner.png,.5,.5\n")
                .with("Körner.png", Archives.png(4, 4, 0));

        for (Charset names : List.of(Charset.forName("IBM437"), UTF_8)) {
            LabelReport report = check(archive.zip(folder, names));

            assertThat(report.errors()).as("%s", names).isEmpty();
            assertThat(report.samples()).isEqualTo(1);
        }
    }

    private LabelReport check(ImportSource source) throws IOException {
        return datasets.check(new NewDataset("grains", Basis.NUMBER, null, null), source);
    }
}
