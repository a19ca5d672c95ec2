package org.bubblegram.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bubblegram.OnEachDatabase;
import org.bubblegram.histogram.Basis;
import org.bubblegram.rendering.RenderSpec;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.storage.CreationKeyReused;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

@OnEachDatabase
class DatasetsTest {
    private static final String TWO =
            "image,0-1mm,1mm+,group,split,pixelSize\na.png,.25,.75,cam,test,.1\nB.PNG,,1,,,\n";

    @TempDir
    Path folder;

    private Store store;
    private Datasets datasets;

    @BeforeEach
    void open() throws IOException {
        store = Store.in(folder, ImportSettings.allowing());
        datasets = store.datasets();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aDataSetIsReadBackAsItWasMade() throws IOException {
        Dataset created = datasets.create(request("grains", null), two().zip(folder));

        assertThat(datasets.find("grains")).contains(created);
        assertThat(datasets.list(null, 10)).containsExactly(created);
        assertThat(created.samples()).isEqualTo(2);
        assertThat(created.createdAt()).isEqualTo(Store.CLOCK.instant());
        Sample first = datasets.samples(created).get(0);
        assertThat(first)
                .usingRecursiveComparison()
                .isEqualTo(new Sample(0, "a.png", "cam", Split.TEST, new Target(.25, .75), 1, .1, first.blob(), 8, 8));
        assertThat(datasets.samples(created).get(1).target().fractions()).containsExactly(Double.NaN, 1);
    }

    @Test
    void imagesKeepTheirBytesAndTheirExtension() throws IOException {
        Dataset created = datasets.create(request("grains", null), two().zip(folder));

        Sample second = datasets.samples(created).get(1);
        assertThat(second.blob()).isEqualTo("datasets/" + created.id() + "/1.png");
        try (InputStream image = datasets.image(second)) {
            assertThat(image.readAllBytes()).isEqualTo(Archives.png(4, 4, 5));
        }
    }

    @Test
    void samplesAndDataSetsCanBePaged() throws IOException {
        String rows = "image,0-1mm,1mm+\na.png,1,0\nb.png,1,0\nc.png,1,0\n";
        for (String name : List.of("c", "a", "b")) {
            datasets.create(request(name, null), Archives.labelled(rows, 3).zip(folder));
        }

        Dataset a = datasets.find("a").orElseThrow();
        assertThat(datasets.samples(a, -1, 2)).extracting(Sample::id).containsExactly(0, 1);
        assertThat(datasets.samples(a, 1, 2)).extracting(Sample::id).containsExactly(2);
        assertThat(datasets.list(null, 2)).extracting(Dataset::name).containsExactly("a", "b");
        assertThat(datasets.list("b", 2)).extracting(Dataset::name).containsExactly("c");
    }

    @Test
    void deletingRemovesRowsAndImages() throws IOException {
        datasets.create(request("grains", null), two().zip(folder));

        assertThat(datasets.delete("grains")).isTrue();
        assertThat(datasets.delete("grains")).isFalse();

        assertNothingKept();
        assertThat(datasets.find("grains")).isEmpty();
    }

    @Test
    void aSweepRemovesImagesThatNoDataSetHas() throws IOException {
        Dataset kept = datasets.create(request("grains", null), two().zip(folder));
        store.blobs().write("datasets/" + UUID.randomUUID() + "/0.png", out -> out.write(1));
        store.blobs().write("datasets/notes.txt", out -> out.write(1));

        datasets.sweep();

        String images = "datasets/" + kept.id() + "/";
        assertThat(store.blobs().list("datasets/"))
                .containsExactlyInAnyOrder(images + "0.png", images + "1.png", "datasets/notes.txt");
    }

    @Test
    void aCheckKeepsNothing() throws IOException {
        LabelReport report = datasets.check(request("grains", null), two().zip(folder));

        assertThat(report.samples()).isEqualTo(2);
        assertNothingKept();
    }

    @Test
    void aFailureOfTheStoreLeavesNothing() throws IOException {
        store.database()
                .jdbc()
                .sql("alter table sample add constraint few check (id < 1)")
                .update();
        ImportSource source = two().zip(folder);

        assertThatThrownBy(() -> datasets.create(request("grains", null), source))
                .isInstanceOf(DataAccessException.class);

        assertNothingKept();
    }

    @Test
    void aTakenNameIsRefused() throws IOException {
        ImportSource source = two().zip(folder);
        datasets.create(request("grains", null), source);

        assertThatThrownBy(() -> datasets.create(request("grains", null), source))
                .isInstanceOf(DatasetExists.class)
                .hasMessageContaining("'grains'");
    }

    @Test
    void aSecondCreateWithTheSameKeyIsAnsweredWithTheFirst() throws IOException {
        ImportSource source = two().zip(folder);
        Dataset first = datasets.create(request("grains", new CreationKey("k", "digest")), source);
        Files.delete(((ImportSource.Archive) source).zip());

        assertThat(datasets.create(request("grains", new CreationKey("k", "digest")), source))
                .isEqualTo(first);
        assertThatThrownBy(() -> datasets.create(request("others", new CreationKey("k", "other")), source))
                .isInstanceOf(CreationKeyReused.class);
    }

    @Test
    void ofTwoCreatesAtOnceOneWinsAndTheOtherCleansUp() throws Exception {
        ImportSource source = two().zip(folder);
        List<String> outcomes = atOnce(() -> datasets.create(request("grains", null), source));

        assertThat(outcomes).containsExactlyInAnyOrder("created", "DatasetExists");
        assertThat(store.rows("dataset")).isEqualTo(1);
        assertThat(folder.resolve("blobs/datasets").toFile().list()).hasSize(1);
    }

    @Test
    void ofTwoCreatesAtOnceWithOneKeyBothAreAnsweredWithTheSame() throws Exception {
        ImportSource source = two().zip(folder);
        List<String> outcomes = atOnce(() -> datasets.create(request("grains", new CreationKey("k", "d")), source));

        assertThat(outcomes).containsExactly("created", "created");
        assertThat(store.rows("dataset")).isEqualTo(1);
        assertThat(store.rows("sample")).isEqualTo(2);
        assertThat(folder.resolve("blobs/datasets").toFile().list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a b", ".a", "-a", "ä", "a/b", "../a", "a\n"})
    void whatIsNoNameIsRefused(String name) {
        assertThatThrownBy(() -> request(name, null)).isInstanceOf(InvalidName.class);
        assertThatThrownBy(() -> request("a".repeat(65), null)).isInstanceOf(InvalidName.class);
        assertThat(request("0.a_b-c", null).name()).isEqualTo("0.a_b-c");
    }

    @Test
    void theFingerprintNamesTheContentWhateverTheOrderOfRows() throws IOException {
        String base = fingerprint("a.png,.25,.75,cam,test,1\nb.png,0,1,,,1\n");

        assertThat(base).matches("[0-9a-f]{64}");
        assertThat(fingerprint("b.png,0,1,,,1\na.png,25e-2,.7500001,cam,test,\n"))
                .isEqualTo(base);
        for (String other : List.of(
                "a.png,.26,.74,cam,test,1\nb.png,0,1,,,1\n",
                "a.png,.25,.75,cam2,test,1\nb.png,0,1,,,1\n",
                "a.png,.25,.75,cam,train,1\nb.png,0,1,,,1\n",
                "a.png,.25,.75,cam,test,2\nb.png,0,1,,,1\n",
                "a.png,.25,.75,cam,test,1\nb.png,,1,,,1\n",
                "a.png,0,1,,,1\nb.png,.25,.75,cam,test,1\n")) {
            assertThat(fingerprint(other)).isNotEqualTo(base);
        }
    }

    @Test
    void renderedPicturesAreADataSetThatItsSeedDecides() throws IOException {
        RenderSpec spec = new RenderSpec(4, 7L, 96, 64, List.of("0-8px", "8-16px", "16px+"));
        Dataset first = datasets.create(request("first", null), new ImportSource.Rendered(spec));
        Dataset second = datasets.create(request("second", null), new ImportSource.Rendered(spec));
        RenderSpec otherSeed = new RenderSpec(4, 8L, 96, 64, spec.bins());
        Dataset other = datasets.create(request("other", null), new ImportSource.Rendered(otherSeed));

        assertThat(first.bins().labels()).isEqualTo(spec.bins());
        assertThat(datasets.samples(first)).hasSize(4).allSatisfy(sample -> {
            assertThat(sample.width()).isEqualTo(96);
            assertThat(sample.height()).isEqualTo(64);
            assertThat(IntStream.range(0, 3)
                            .mapToDouble(sample.target()::fraction)
                            .sum())
                    .isCloseTo(1, within(1e-12));
        });
        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(other.fingerprint()).isNotEqualTo(first.fingerprint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-8mm", "small", "8px+,9px+"})
    void renderedPicturesNeedBinsInPixels(String bins) {
        RenderSpec spec = new RenderSpec(1, 7L, 96, 64, List.of(bins.split(",", -1)));

        assertThatThrownBy(() -> datasets.create(request("r", null), new ImportSource.Rendered(spec)))
                .isInstanceOf(InvalidDataset.class);
    }

    @ParameterizedTest
    @CsvSource({"10000, 2048, 2048", "96, 2048, 2048", "10000, 200, 201"})
    void picturesThatWouldRenderForHoursAreRefusedAtOnce(int images, int width, int height) {
        ImportSource source = new ImportSource.Rendered(new RenderSpec(images, 7L, width, height, null));

        assertThatThrownBy(() -> datasets.create(request("r", null), source))
                .isInstanceOfSatisfying(
                        InvalidDataset.class,
                        e -> assertThat(e.errors()).singleElement().satisfies(error -> {
                            assertThat(error.code()).isEqualTo("render_too_large");
                            assertThat(error.message())
                                    .startsWith("render.images: ")
                                    .contains("400000000");
                        }));
    }

    private String fingerprint(String rows) throws IOException {
        Archives archive = Archives.labelled("image,0-1mm,1mm+,group,split,weight\n" + rows, 2);
        String name = "d" + store.rows("dataset");
        return datasets.create(request(name, null), archive.zip(folder)).fingerprint();
    }

    private List<String> atOnce(Callable<Dataset> create) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Callable<String> outcome = () -> {
            start.await(30, TimeUnit.SECONDS);
            try {
                create.call();
                return "created";
            } catch (DatasetExists e) {
                return "DatasetExists";
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        var both = threads.invokeAll(List.of(outcome, outcome));
        threads.shutdown();
        return List.of(both.get(0).get(), both.get(1).get());
    }

    private void assertNothingKept() throws IOException {
        assertThat(store.rows("dataset") + store.rows("sample")).isZero();
        assertThat(store.blobs().list("datasets/")).isEmpty();
    }

    static Archives two() {
        return Archives.empty()
                .with("labels.csv", TWO)
                .with("images/a.png", Archives.png(8, 8, 1))
                .with("images/B.PNG", Archives.png(4, 4, 5));
    }

    private static NewDataset request(String name, CreationKey key) {
        return new NewDataset(name, Basis.NUMBER, null, key);
    }
}
