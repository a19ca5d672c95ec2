package org.bubblegram.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bubblegram.dataset.LabelReport.Finding;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.storage.S3Connection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class ArchiveImportTest {
    private static final String ONE = "image,0-1mm,1mm+\na.png,.5,.5\n";
    private static final SizeBins BINS = SizeBins.parse(List.of("0-1mm", "1mm+"));

    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void open() throws IOException {
        store = Store.in(folder, ImportSettings.allowing());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../a.png", "/etc/a.png", "x/../../a.png", "C:\\a.png", "C:/a.png", "..\\a.png", "..", "a\0.png"
            })
    void aNameThatLeadsOutOfTheArchiveRefusesIt(String name) throws IOException {
        assertRefused(Archives.labelled(ONE, 1).with(name, "x").zip(folder), "unsafe_path");
    }

    @Test
    void aFileThatIsInTheArchiveTwiceRefusesIt() throws IOException {
        Archives archive = Archives.labelled(ONE, 1).with("b.pnX", "1").with("b.pnY", "2");
        ImportSource.Archive zip = (ImportSource.Archive) archive.zip(folder);
        byte[] bytes = Files.readAllBytes(zip.zip());
        for (int i = 4; i < bytes.length; i++) {
            if (bytes[i] == 'Y' && bytes[i - 1] == 'n' && bytes[i - 2] == 'p') {
                bytes[i] = 'X'; // the tool that writes archives refuses to write a name twice
            }
        }
        Files.write(zip.zip(), bytes);

        assertRefused(zip, "duplicate_file");
    }

    @Test
    void whatIsNoZipFileIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("a.zip"), "no archive");
        Path empty = Files.createFile(folder.resolve("b.zip"));
        ImportSource.Archive whole =
                (ImportSource.Archive) Archives.labelled(ONE, 1).zip(folder);
        byte[] bytes = Files.readAllBytes(whole.zip());
        Path half = Files.write(folder.resolve("c.zip"), Arrays.copyOf(bytes, bytes.length / 2));

        for (Path zip : List.of(text, empty, half)) {
            assertRefused(new ImportSource.Archive(zip), "archive_unreadable");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3,   1MB,  10MB, 1000, too_many_files",
        "100, 99KB, 10MB, 1000, file_too_large",
        "100, 1MB, 150KB, 1000, archive_too_large"
    })
    void anArchiveOverALimitIsRefusedWhileItIsRead(int files, String one, String all, int ratio, String code)
            throws IOException {
        DataSize largest = DataSize.parse(one);
        store = Store.in(
                folder,
                new ImportSettings(List.of(), files, largest, DataSize.parse(all), ratio, S3Connection.DEFAULT));
        String csv = ONE + "b.png,1,0\nc.png,1,0\n";
        Archives archive = Archives.labelled(csv, 3).with("b.png", noise()).with("c.png", noise());

        assertRefused(archive.zip(folder), code);
    }

    @Test
    void aBombIsStoppedByItsRatioBeforeItIsUnpacked() throws IOException {
        Archives archive = Archives.labelled(ONE, 1).with("a.png", new byte[50 << 20]);

        assertRefused(archive.zip(folder), "suspicious_compression");
    }

    @ParameterizedTest
    @CsvSource({
        "0,      image_empty",
        "60,     image_damaged",
        "3,      image_unsupported_format",
        "-1,     image_too_many_pixels",
        "-2,     image_too_many_bytes"
    })
    void anUnreadableImageIsNamed(int bytes, String code) throws IOException {
        byte[] image = Archives.png(64, 64, 0);
        byte[] bad = bytes == -1
                ? Archives.png(2001, 1000, 0)
                : bytes == -2 ? Arrays.copyOf(noise(), 2 << 20) : Arrays.copyOf(image, bytes);
        Archives archive = Archives.labelled(ONE + "bad.png,1,0\n", 1).with("bad.png", bad);

        assertThat(assertRefused(archive.zip(folder), code)).satisfies(error -> {
            assertThat(error.file()).isEqualTo("bad.png");
            assertThat(error.message()).contains("'bad.png' cannot be read");
        });
    }

    @ParameterizedTest
    @CsvSource({"a.png", "images/a.png", "photos/2024/a.png"})
    void imagesMayLieAnywhereBesideOrBelowTheLabels(String path) throws IOException {
        for (String top : List.of("", "set/", "my/set/")) {
            Archives archive = Archives.empty()
                    .with(top + "labels.csv", ONE)
                    .with(top + path, Archives.png(4, 4, 0))
                    .with("__MACOSX/" + top + "._a.png", "x")
                    .with(top + ".DS_Store", "x")
                    .with(top + "images/Thumbs.db", "x")
                    .with("SOURCE.md", "x");

            LabelReport report = store.datasets().check(request(null), archive.zip(folder));

            assertThat(report.errors()).isEmpty();
            assertThat(report.samples()).isEqualTo(1);
        }
    }

    @Test
    void aNameThatFitsManyFilesIsAnError() throws IOException {
        Archives archive =
                Archives.empty().with("labels.csv", ONE).with("x/a.png", "1").with("y/a.png", "2");

        assertThat(assertRefused(archive.zip(folder), "image_ambiguous").message())
                .isEqualTo("labels.csv line 2: 'a.png' may be any of [x/a.png, y/a.png]");
    }

    @Test
    void theLabelsMustBeThereOnceAndNotEmpty() throws IOException {
        Archives both = Archives.empty().with("x/labels.csv", ONE).with("y/labels.csv", ONE);

        assertRefused(Archives.empty().with("a.png", "x").zip(folder), "labels_not_found");
        assertRefused(Archives.empty().zip(folder), "labels_not_found");
        assertRefused(both.zip(folder), "labels_ambiguous");
        assertRefused(Archives.labelled("image,0-1mm,1mm+\n", 0).zip(folder), "no_samples");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "size_mm, NUMBER, 0.75", // 3 of 4
        "size,    NUMBER, 0.75",
        "size_mm, AREA,   0.157895", // 3 * .25 of .75 + 4
        "Size_MM, VOLUME, 0.044776" // 3 * .125 of .375 + 8
    })
    void objectsAreSortedIntoTheBinsOfTheRequest(String column, Basis basis, double first) throws IOException {
        String csv = "image,x," + column + "\na.png,0,.5\na.png,1,.5\na.png,2,2\na.png,3,.5\n";

        NewDataset request = new NewDataset("grains", basis, BINS, null);
        Dataset dataset = store.datasets().create(request, objects(csv).zip(folder));

        assertThat(store.datasets().samples(dataset).get(0).target().fractions())
                .containsExactly(new double[] {first, 1 - first}, within(1e-6));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
      image,size_px      | .5  | unit_mismatch
      image,diameter     | .5  | header_unreadable
      image,size,size_mm | 1,1 | header_unreadable
      image,size_mm      | 0   | value_not_positive
      image,size_mm      | -1  | value_not_positive
      image,size_mm      | NaN | value_not_a_number
      image,size_mm      | 1,2 | row_unreadable
      """)
    void objectsAreChecked(String header, String size, String code) throws IOException {
        String csv = header + "\na.png," + size + "\n";

        assertThat(assertRefused(objects(csv).zip(folder), BINS, code).file()).isEqualTo("objects.csv");
    }

    @Test
    void objectsNeedBinsAndSizesWithinThem() throws IOException {
        ImportSource source = objects("image,size\na.png,1\na.png,30\n").zip(folder);

        assertRefused(source, null, "bins_missing");
        assertRefused(source, SizeBins.parse(List.of("2-3mm", "3-4mm")), "no_size_in_bins");
        assertThat(store.datasets()
                        .check(request(SizeBins.parse(List.of("0-2mm", "2-4mm"))), source)
                        .findings())
                .filteredOn(finding -> finding.code().equals("sizes_outside_bins"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).startsWith("1 sizes lie outside"));
    }

    @Test
    void binsOfTheRequestThatLabelsDoNotHaveAreIgnoredWithAWarning() throws IOException {
        ImportSource source = Archives.labelled(ONE, 1).zip(folder);
        SizeBins others = SizeBins.parse(List.of("0-2mm", "2mm+"));

        assertThat(store.datasets().create(request(others), source).bins()).isEqualTo(BINS);
        assertThat(store.datasets().check(request(others), source).findings())
                .filteredOn(finding -> finding.code().equals("bins_ignored"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains(others.toString())
                        .contains(BINS.toString()));
        assertThat(store.datasets().check(request(BINS), source).findings())
                .extracting(Finding::code)
                .doesNotContain("bins_ignored");
    }

    @Test
    void groupsAndSplitMayStandInTheirOwnFiles() throws IOException {
        Archives archive = Archives.labelled(ONE + "b.png,1,0\nc.png,0,1\n", 3)
                .with("objects.csv", "image,size_mm\na.png,1\n")
                .with("groups.csv", "image,group\na.png,cam1\nb.png,cam2\nother.png,cam3\n")
                .with("split.csv", "image,split\na.png,train\nb.png,test\n");

        Dataset dataset = store.datasets().create(request(null), archive.zip(folder));

        assertThat(store.datasets().samples(dataset))
                .extracting(sample -> sample.group() + " " + sample.split())
                .containsExactly("cam1 TRAIN", "cam2 TEST", "null null");
        assertThat(dataset.report().findings())
                .extracting(Finding::code)
                .contains("labels_preferred", "row_without_sample", "group_missing");
    }

    @Test
    void whatOtherFilesSayMustBeReadable() throws IOException {
        Archives archive = Archives.labelled(ONE, 1);

        assertRefused(archive.with("split.csv", "image,split\na.png,dev\n").zip(folder), "row_unreadable");
        assertRefused(archive.with("split.csv", "file,part\n").zip(folder), "header_unreadable");
        assertRefused(
                archive.with("split.csv", "image,split\na.png,train\na.png,test\n")
                        .zip(folder),
                "row_duplicate");
    }

    /** A picture of about 100 kB that cannot be packed. */
    private static byte[] noise() {
        BufferedImage image = new BufferedImage(184, 184, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 184, 184, new Random(1).ints(184 * 184).toArray(), 0, 184);
        return Archives.png(image);
    }

    private static Archives objects(String objectsCsv) {
        return Archives.empty().with("objects.csv", objectsCsv).with("a.png", Archives.png(4, 4, 0));
    }

    private Finding assertRefused(ImportSource source, String code) {
        return assertRefused(source, null, code);
    }

    /** Nothing may be kept, and the first error must have the code. */
    private Finding assertRefused(ImportSource source, SizeBins bins, String code) {
        List<Finding> errors = new ArrayList<>();
        assertThatThrownBy(() -> store.datasets().create(request(bins), source))
                .isInstanceOfSatisfying(InvalidDataset.class, invalid -> errors.addAll(invalid.errors()));
        assertThat(errors).extracting(Finding::code).contains(code).containsOnly(code);
        assertThat(store.rows("dataset") + store.rows("sample")).isZero();
        assertThat(folder.resolve("blobs/datasets"))
                .satisfiesAnyOf(
                        blobs -> assertThat(blobs).doesNotExist(),
                        blobs -> assertThat(blobs).isEmptyDirectory());
        return errors.get(0);
    }

    private static NewDataset request(SizeBins bins) {
        return new NewDataset("grains", Basis.NUMBER, bins, null);
    }
}
