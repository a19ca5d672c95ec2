package org.bubblegram.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bubblegram.dataset.LabelReport.Finding;
import org.bubblegram.histogram.Basis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"a.png", "labels.csv"})
    void aFileThatDoesNotHaveItsChecksumIsNamed(String name) throws IOException {
        Archives archive = Archives.labelled("image,0-1mm,1mm+\na.png,.5,.5\n", 1);
        Path zip = ((ImportSource.Archive) archive.zip(folder)).zip();
        byte[] bytes = Files.readAllBytes(zip);
        String text = new String(bytes, ISO_8859_1);
        int header = text.lastIndexOf(name) - 46; // of its entry in the directory at the end
        assertThat(text.startsWith("PK\1\2", header)).isTrue();
        bytes[header + 16]++; // a byte of the checksum
        Files.write(zip, bytes);

        assertThat(check(new ImportSource.Archive(zip)).errors())
                .extracting(Finding::code, Finding::file)
                .containsExactly(tuple("archive_damaged", name));
    }

    private LabelReport check(ImportSource source) throws IOException {
        return datasets.check(new NewDataset("grains", Basis.NUMBER, null, null), source);
    }
}
