package org.bubblegram.rendering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.management.ManagementFactory;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.ImageLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BubbleRendererTest {
    private static final RenderSpec DEFAULT = new RenderSpec(null, null, null, null, null);

    @Test
    void aPictureDependsOnSeedAndIndexOnly() throws Exception {
        String alone = sha256(new BubbleRenderer(DEFAULT).render(7));

        BubbleRenderer other = new BubbleRenderer(new RenderSpec(8, 1L, 160, 160, List.of("0-9px", "9px+")));
        var shuffled =
                IntStream.of(3, 7, 0, 7, 5).parallel().mapToObj(other::render).toList();

        assertThat(sha256(shuffled.get(1))).isEqualTo(alone);
        assertThat(sha256(shuffled.get(3))).isEqualTo(alone);
        assertThat(shuffled.get(1).sizes())
                .containsExactly(new BubbleRenderer(DEFAULT).render(7).sizes());
    }

    @Test
    void otherSeedsAndIndicesGiveOtherPictures() throws Exception {
        String picture = sha256(new BubbleRenderer(DEFAULT).render(0));

        assertThat(sha256(new BubbleRenderer(DEFAULT).render(1))).isNotEqualTo(picture);
        assertThat(sha256(new BubbleRenderer(new RenderSpec(1, 2L, null, null, null)).render(0)))
                .isNotEqualTo(picture);
    }

    @Test
    void thePixelsOfSeedOneAreTheSameOnEveryMachine() throws Exception {
        assertThat(sha256(new BubbleRenderer(DEFAULT).render(0)))
                .isEqualTo("ae175709f6144542e42aa7ac2631b071b721769af9a1b88c4e3f71449cdc5ce2");
    }

    @Test
    void thePngHoldsThePixels() throws Exception {
        RenderedPicture picture = new BubbleRenderer(new RenderSpec(1, 1L, 80, 64, null)).render(0);

        assertThat(new ImageDecoder(ImageLimits.DEFAULT).decode(picture.png()).rgb())
                .containsExactly(picture.pixels().rgb());
        assertThat(picture.pixels().width()).isEqualTo(80);
        assertThat(picture.pixels().height()).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource({"64, 64", "64, 2048", "160, 160", "640, 400"})
    void everyPictureHasBubblesOfPlausibleSize(int width, int height) {
        BubbleRenderer renderer = new BubbleRenderer(new RenderSpec(3, 9L, width, height, null));
        for (int index = 0; index < 3; index++) {
            double[] sizes = renderer.render(index).sizes();
            assertThat(sizes).hasSizeGreaterThan(3);
            assertThat(Arrays.stream(sizes)).allMatch(size -> size >= 3 && size <= 0.35 * Math.min(width, height));
        }
    }

    @ParameterizedTest
    @CsvSource({"160, 160", "64, 64"})
    void everyDefaultBinHoldsAFairShare(int width, int height) {
        RenderSpec spec = new RenderSpec(200, 1L, width, height, null);
        double[] edges = edges(spec);
        double[] mean = new double[6];
        for (double[] histogram : histograms(spec, edges)) {
            for (int bin = 0; bin < 6; bin++) {
                mean[bin] += histogram[bin] / 200;
            }
        }

        assertThat(spec.bins()).hasSize(6);
        assertThat(Arrays.stream(mean)).allMatch(share -> share > 0.08 && share < 0.30);
    }

    @Test
    void histogramsDifferALotBetweenPictures() {
        RenderSpec spec = new RenderSpec(200, 1L, null, null, null);
        var histograms = histograms(spec, edges(spec));
        double[] mean = new double[6];
        histograms.forEach(h -> Arrays.setAll(mean, bin -> mean[bin] + h[bin] / 200));

        double overlap = histograms.stream()
                .mapToDouble(h -> IntStream.range(0, 6)
                        .mapToDouble(bin -> Math.min(h[bin], mean[bin]))
                        .sum())
                .average()
                .orElseThrow();

        assertThat(overlap).isBetween(0.3, 0.65); // what always answering the mean histogram would score
    }

    @ParameterizedTest
    @CsvSource({
        "0, 160, 160, images",
        "10001, 160, 160, images",
        "1, 63, 160, width",
        "1, 2049, 160, width",
        "1, 160, 63, height",
        "1, 160, 2049, height",
    })
    void numbersOutOfRangeAreRefusedByName(int images, int width, int height, String field) {
        RenderSpec spec = new RenderSpec(images, 1L, width, height, null);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BubbleRenderer(spec))
                .withMessageContaining(field);
    }

    @Test
    void thereAreAsManyPicturesAsAskedFor() {
        BubbleRenderer renderer = new BubbleRenderer(new RenderSpec(2, 1L, 64, 64, null));

        assertThat(renderer.render(1)).isNotNull();
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> renderer.render(2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> renderer.render(-1));
    }

    @Test
    void anEmptySpecificationHasItsDefaults() {
        assertThat(DEFAULT)
                .isEqualTo(new RenderSpec(
                        240,
                        1L,
                        160,
                        160,
                        List.of("0-8px", "8-10.5px", "10.5-13.5px", "13.5-17px", "17-21.5px", "21.5px+")));
    }

    @Test
    void thirtyPicturesTakeLessThanASecond() {
        BubbleRenderer renderer = new BubbleRenderer(DEFAULT);
        IntStream.range(0, 30).forEach(renderer::render);
        var thread = ManagementFactory.getThreadMXBean(); // processor time, which other processes do not lengthen
        long fastest = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long start = thread.getCurrentThreadCpuTime();
            IntStream.range(0, 30).forEach(renderer::render);
            fastest = Math.min(fastest, thread.getCurrentThreadCpuTime() - start);
        }

        assertThat(fastest).isLessThan(1_000_000_000L); // 0.3 s on one free core
    }

    private static List<double[]> histograms(RenderSpec spec, double[] edges) {
        BubbleRenderer renderer = new BubbleRenderer(spec);
        return IntStream.range(0, spec.images())
                .mapToObj(index -> histogram(renderer.render(index).sizes(), edges))
                .toList();
    }

    private static double[] histogram(double[] sizes, double[] edges) {
        double[] histogram = new double[edges.length + 1];
        for (double size : sizes) {
            int bin = (int) Arrays.stream(edges).filter(edge -> edge <= size).count();
            histogram[bin] += 1.0 / sizes.length;
        }
        return histogram;
    }

    /** The five inner edges, from the labels. */
    private static double[] edges(RenderSpec spec) {
        return spec.bins().stream()
                .skip(1)
                .mapToDouble(label -> Double.parseDouble(label.replaceAll("[-p].*", "")))
                .toArray();
    }

    private static String sha256(RenderedPicture picture) throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(picture.pixels().rgb());
        return HexFormat.of().formatHex(digest);
    }
}
