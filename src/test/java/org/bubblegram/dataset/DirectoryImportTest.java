package org.bubblegram.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bubblegram.dataset.LabelReport.Finding;
import org.bubblegram.histogram.Basis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryImportTest {
    private static final String ONE = "image,0-1mm,1mm+\na.png,.5,.5\n";

    @TempDir
    Path folder;

    private Path allowed;
    private Datasets datasets;

    @BeforeEach
    void open() throws IOException {
        allowed = Files.createDirectories(folder.resolve("allowed"));
        Path missing = folder.resolve("not-there");
        datasets = Store.in(folder, ImportSettings.allowing(missing, allowed)).datasets();
    }

    @Test
    void aDirectoryWithinAnAllowedOneIsRead() throws IOException {
        Path set = Archives.labelled(ONE, 1).directory(allowed.resolve("my/set"));

        assertThat(datasets.create(request(), source(set)).samples()).isEqualTo(1);
        assertThat(datasets.check(request(), source(set.resolve("../set"))).errors())
                .isEmpty();
    }

    @Test
    void anyOtherDirectoryIsNotAllowedWhetherItExistsOrNot() throws IOException {
        Path outside = Archives.labelled(ONE, 1).directory(folder.resolve("outside"));
        Path sibling = Archives.labelled(ONE, 1).directory(folder.resolve("allowed-too"));
        Path link = Files.createSymbolicLink(allowed.resolve("link"), outside);
        Path file = Files.writeString(allowed.resolve("file"), "x");

        for (Path path : new Path[] {
            outside, sibling, link, file, allowed.resolve("../outside"), allowed.resolve("none"), folder.resolve("none")
        }) {
            assertThatThrownBy(() -> datasets.create(request(), source(path)))
                    .isInstanceOfSatisfying(
                            SourceNotAllowed.class, e -> assertThat(e.source()).isEqualTo(path.toString()))
                    .hasMessage("'" + path + "' is no directory or s3:// prefix within bubblegram.imports.allowed");
        }
        assertThatThrownBy(() -> datasets.create(request(), new ImportSource.Directory("a\0b")))
                .isInstanceOf(SourceNotAllowed.class);
    }

    @Test
    void linksThatLeadOutOfTheAllowedDirectoriesAreRefusedAndOthersFollowed() throws IOException {
        Path secret = Files.write(folder.resolve("secret.png"), Archives.png(4, 4, 0));
        Path outside = Archives.labelled(ONE, 1).directory(folder.resolve("outside"));
        Path elsewhere = Archives.labelled("", 1).directory(allowed.resolve("elsewhere"));
        Path set = Archives.empty().with("labels.csv", ONE).directory(allowed.resolve("set"));

        Path escaping = Files.createSymbolicLink(set.resolve("a.png"), secret);
        Files.createSymbolicLink(set.resolve("images"), outside);
        assertThat(datasets.check(request(), source(set)).errors())
                .extracting(Finding::code, Finding::file)
                .containsExactlyInAnyOrder(tuple("unsafe_path", "a.png"), tuple("unsafe_path", "images"));

        Files.delete(escaping);
        Files.delete(set.resolve("images"));
        Files.createSymbolicLink(set.resolve("a.png"), elsewhere.resolve("a.png"));
        assertThat(datasets.check(request(), source(set)).errors()).isEmpty();

        Files.createSymbolicLink(set.resolve("loop"), set);
        assertThat(datasets.check(request(), source(set)).errors())
                .extracting(Finding::code)
                .containsExactly("unsafe_path");
    }

    private static ImportSource source(Path path) {
        return new ImportSource.Directory(path.toString());
    }

    private static NewDataset request() {
        return new NewDataset("grains", Basis.NUMBER, null, null);
    }
}
