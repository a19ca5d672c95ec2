package org.bubblegram.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.bubblegram.engine.OnnxModel;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.ImageLimits;
import org.bubblegram.image.ImageSize;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.loss.Activation;
import org.bubblegram.network.Backbone;
import org.bubblegram.network.HeadOptions;
import org.bubblegram.network.HeadOptions.Sampling;
import org.bubblegram.network.HeadOptions.Variational;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.network.OnnxExport;
import org.bubblegram.network.Pooling;
import org.bubblegram.registry.ModelReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoadedModelTest {
    private static final SizeBins BINS = SizeBins.parse(List.of("0-1mm", "1-2mm", "2mm+"));
    private static final int SIZE = 32;

    private static Backbone backbone;

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
        backbone = Backbone.random(1);
        try (NDManager manager = TensorEngine.newManager()) {
            float[] waves = new float[4 * SIZE * SIZE * 3];
            for (int i = 0; i < waves.length; i++) {
                waves[i] = (float) Math.sin(i * Math.sqrt(i));
            }
            backbone.estimateStatistics()
                    .accept(manager.create(waves, new Shape(4, SIZE, SIZE, 3)).transpose(0, 3, 1, 2));
        }
    }

    @AfterAll
    static void close() {
        backbone.close();
    }

    private static float[] wave() {
        float[] input = new float[SIZE * SIZE * 3];
        for (int i = 0; i < input.length; i++) {
            input[i] = (float) Math.sin(i / 7.0);
        }
        return input;
    }

    /** As it is published. */
    private static LoadedModel model(@Nullable Variational variational) {
        HeadOptions options = new HeadOptions(Pooling.AVERAGE, List.of(4), 0.5, false, true, 2, variational);
        try (HistogramNetwork trained = HistogramNetwork.of(backbone, options, BINS.count(), 1)) {
            Preprocessing preprocessing = new Preprocessing(SIZE);
            var file = new ByteArrayOutputStream();
            OnnxExport.write(trained, Map.of(), "test", file);
            OnnxModel onnx = OnnxModel.open(file.toByteArray());
            return new LoadedModel(
                    "froth@1", onnx, file.size(), BINS, Basis.NUMBER, Activation.SOFTMAX, preprocessing, null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Picture.Input input() {
        ImageSize size = new ImageSize(SIZE, SIZE);
        return new Picture.Input(FloatBuffer.wrap(wave()), size, size, List.of());
    }

    private static Variational deviation(double deviation) {
        return new Variational(Sampling.PER_BATCH, 1, deviation);
    }

    private static LoadedModel.Answer answer(@Nullable Variational variational) {
        try (LoadedModel model = model(variational)) {
            return model.answer(List.of(input())).get(0);
        }
    }

    private static double width(LoadedModel.Answer answer) {
        return answer.intervals().fractions().stream()
                .mapToDouble(interval -> interval.high() - interval.low())
                .sum();
    }

    @Test
    void aVersionWithRandomWeightsAnswersTheHistogramOfTheirMeansWithAnIntervalForEachBin() {
        LoadedModel.Answer fixed = answer(null);
        LoadedModel.Answer random = answer(deviation(0.1));

        assertThat(fixed.intervals()).isNull();
        assertThat(random.histogram().fractions())
                .containsExactly(fixed.histogram().fractions(), within(1e-6));
        assertThat(random.intervals().fractions())
                .hasSize(BINS.count())
                .allSatisfy(interval -> assertThat(interval.low()).isBetween(0.0, interval.high()));
    }

    @Test
    void theMoreItsWeightsVaryTheWiderItsIntervals() {
        assertThat(width(answer(deviation(0.1)))).isGreaterThan(2 * width(answer(deviation(0.01))));
    }

    @Test
    void intervalsReachWhoeverAsksThePredictor() throws Exception {
        var png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", png);
        try (Predictor predictor = new Predictor(
                reference -> LoadedModelsTest.version(1),
                PredictorTest.loaded(version -> model(deviation(0.1))),
                new ImageDecoder(ImageLimits.DEFAULT),
                PredictorTest.settings(1),
                Watch.none())) {
            List<Photograph> twice = List.of(png::toByteArray, png::toByteArray);
            List<Prediction> predictions =
                    predictor.predict(new ModelReference("froth", null, null), twice, Duration.ofMinutes(1));

            assertThat(predictions)
                    .hasSize(2)
                    .allSatisfy(prediction ->
                            assertThat(prediction.intervals().fractions()).hasSize(BINS.count()));
        }
    }
}
