package org.bubblegram.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bubblegram.AtOnce;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxModelTest {
    @TempDir
    private Path folder;

    /** Two pictures of 2x1 pixels: red is 1 and 3, green 2 and 4, blue 10 and 20; then all of it times 10. */
    private static final float[] PICTURES = {1, 3, 2, 4, 10, 20, 10, 30, 20, 40, 100, 200};

    @Test
    void logitsAndFeaturesAreAnsweredForEachPicture() {
        try (OnnxModel model = OnnxModel.open(TinyOnnx.model("logits"))) {
            OnnxModel.Answer answer = model.run(FloatBuffer.wrap(PICTURES), 2, 1, 2);

            assertThat(answer.features()).isDeepEqualTo(new float[][] {{2, 3, 15}, {20, 30, 150}});
            assertThat(answer.logits()).isDeepEqualTo(new float[][] {{5, 16}, {50, 151}}); // red + green, blue + 1
            assertThat(answer.featureMap()).isNull();
            assertThat(model.bins()).isEqualTo(2);
            assertThat(model.properties()).containsEntry("unit", "mm");
        }
    }

    @Test
    void theFeatureMapIsAnsweredOnRequest() {
        try (OnnxModel model = OnnxModel.open(TinyOnnx.model("logits"))) {
            OnnxModel.FeatureMap map =
                    model.runWithFeatureMap(FloatBuffer.wrap(PICTURES), 2, 1, 2).featureMap();

            assertThat(List.of(map.channels(), map.height(), map.width())).containsExactly(3, 1, 2);
            assertThat(map.values()).containsExactly(PICTURES);
        }
    }

    @Test
    void aFileIsNotNeededOnceItIsOpen() throws Exception {
        Path file = Files.write(folder.resolve("model.onnx"), TinyOnnx.model("logits"));
        try (OnnxModel model = OnnxModel.open(file)) {
            Files.delete(file);

            assertThat(model.run(FloatBuffer.wrap(PICTURES), 2, 1, 2).logits()[1])
                    .containsExactly(50, 151);
        }
        assertThatThrownBy(() -> OnnxModel.open(file)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void manyThreadsAreAnsweredAtTheSameTimeEachWithItsOwn() throws Exception {
        var next = new AtomicInteger();
        try (OnnxModel model = OnnxModel.open(TinyOnnx.model("logits"))) {
            AtOnce.call(8, () -> {
                int factor = next.incrementAndGet();
                for (int count = 1; count < 200; count++) {
                    float[] images = new float[count * 12];
                    Arrays.fill(images, factor);
                    float[][] logits =
                            model.run(FloatBuffer.wrap(images), count, 2, 2).logits();
                    assertThat(logits).hasDimensions(count, 2);
                    assertThat(logits[count - 1]).containsExactly(new float[] {2 * factor, factor + 1}, within(1e-3f));
                }
                return factor;
            });
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        2, 1, 1, fewer numbers than given
        2, 2, 2, more
        0, 1, 2, no picture
        -2, 1, -2, the right product of wrong sides
        """)
    void picturesThatAreNotOfTheirShapeAreRefused(int n, int h, int w, String why) {
        try (OnnxModel model = OnnxModel.open(TinyOnnx.model("logits"))) {
            assertThatThrownBy(() -> model.run(FloatBuffer.wrap(PICTURES), n, h, w))
                    .as(why)
                    .isInstanceOf(InvalidImages.class)
                    .hasMessageContaining("12 numbers are no " + n + " pictures");
        }
    }

    @Test
    void theBufferOfThePicturesStaysAsItIs() {
        FloatBuffer images =
                FloatBuffer.allocate(20).position(3).put(PICTURES).flip().position(3);
        try (OnnxModel model = OnnxModel.open(TinyOnnx.model("logits"))) {
            model.run(images, 2, 1, 2);
        }
        assertThat(images.position()).isEqualTo(3);
        assertThat(images.limit()).isEqualTo(15);
    }

    @Test
    void whatIsNoModelIsRefused() {
        byte[] whole = TinyOnnx.model("logits");
        for (byte[] file : List.of(
                new byte[0],
                "a text that is no model".getBytes(StandardCharsets.UTF_8),
                Arrays.copyOf(whole, whole.length / 2),
                TinyOnnx.model("classes"))) {
            assertThatThrownBy(() -> OnnxModel.open(file)).isInstanceOf(InvalidOnnxModel.class);
            assertThatThrownBy(() -> OnnxModel.open(Files.write(folder.resolve("broken.onnx"), file)))
                    .isInstanceOf(InvalidOnnxModel.class);
        }
    }

    @Test
    void aClosedModelAnswersNoMore() {
        OnnxModel model = OnnxModel.open(TinyOnnx.model("logits"));
        model.close();
        model.close();

        assertThatThrownBy(() -> model.run(FloatBuffer.wrap(PICTURES), 2, 1, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aLongCommandLineIsBorne() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        Process process = new ProcessBuilder(
                        java, "-Dlong=" + "x".repeat(20_000), "-cp", classPath, TinyOnnx.class.getName())
                .redirectErrorStream(true)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(told).isZero();
        assertThat(told).contains("2 bins");
    }

    @Test
    void pixelsAreLaidOutChannelByChannel() {
        FloatBuffer picture = FloatBuffer.wrap(new float[] {0, 1, 2, 3, 4, 5, 6, 0})
                .position(1)
                .limit(7);

        assertThat(OnnxModel.channelsFirst(picture).array()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(picture.remaining()).isEqualTo(6);
    }

    @Test
    void picturesOneByOneAreAnsweredAsTogether() throws Exception {
        try (OnnxModel model = OnnxModel.open(TinyOnnx.model("logits"))) {
            FloatBuffer all = FloatBuffer.wrap(PICTURES);
            List<FloatBuffer> single =
                    List.of(all.slice(0, all.limit() / 2), all.slice(all.limit() / 2, all.limit() / 2));

            assertThat(model.run(single, 1, 2).logits())
                    .isDeepEqualTo(model.run(all, 2, 1, 2).logits());
            assertThat(single.get(1).remaining()).isEqualTo(all.limit() / 2);
        }
    }
}
