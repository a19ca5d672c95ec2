package org.bubblegram.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.ImageLimits;
import org.bubblegram.image.ImageSize;
import org.bubblegram.registry.ModelReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.unit.DataSize;

class PredictorTest {
    private static final ModelReference FROTH = new ModelReference("froth", null, null);

    private static Predictor predictor(LoadedModels.Loader<LoadedModel> loader) {
        return new Predictor(
                reference -> LoadedModelsTest.version(1),
                loaded(loader),
                new ImageDecoder(ImageLimits.DEFAULT),
                settings(2),
                Watch.none());
    }

    static PredictionSettings settings(int capacity) {
        return new PredictionSettings(
                DataSize.ofGigabytes(1), 1, 4, Duration.ZERO, capacity, Duration.ofMinutes(1), List.of());
    }

    static LoadedModels<LoadedModel> loaded(LoadedModels.Loader<LoadedModel> loader) {
        return new LoadedModels<>(
                loader,
                new LoadedModels.Handling<>(LoadedModel::bytes, LoadedModel::close),
                1L << 30,
                task -> new Thread(task).start());
    }

    private static Throwable failure(Predictor predictor, Duration atMost) {
        return catchThrowable(() -> predictor.predict(FROTH, new byte[1], atMost));
    }

    @Test
    @Timeout(60)
    void refusesWhatDoesNotFitIntoTheQueueInsteadOfWaitingForEver() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Predictor predictor = predictor(version -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new UnusableModel(version.reference(), "it is a test");
        });
        ExecutorService callers = Executors.newFixedThreadPool(3);
        try {
            CompletionService<Throwable> answers = new ExecutorCompletionService<>(callers);
            for (int i = 0; i < 3; i++) { // two wait, one is too many
                answers.submit(() -> failure(predictor, Duration.ofMinutes(1)));
            }
            assertThat(answers.take().get())
                    .isInstanceOfSatisfying(
                            PredictorBusy.class,
                            busy -> assertThat(busy.retryAfter()).isPositive());
            release.countDown();
            assertThat(answers.take().get()).isInstanceOf(UnusableModel.class);
            assertThat(answers.take().get()).isInstanceOf(UnusableModel.class);
        } finally {
            callers.shutdown();
            predictor.close();
        }
    }

    @Test
    @Timeout(60)
    void aRequestIsGivenUpAtItsDeadlineAndMakesRoomForTheNext() {
        CountDownLatch release = new CountDownLatch(1);
        Predictor predictor = predictor(version -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new UnusableModel(version.reference(), "it is a test");
        });
        for (int i = 0; i < 5; i++) { // more than may be answered at a time
            assertThat(failure(predictor, Duration.ofMillis(1))).isInstanceOf(DeadlineExceeded.class);
        }
        release.countDown();
        predictor.close();
    }

    @Test
    void aFileThatCannotBeReadIsAnErrorOfItsOwn() {
        Predictor predictor = predictor(version -> {
            throw new IOException("disk");
        });
        assertThatThrownBy(() -> predictor.predict(FROTH, new byte[1], Duration.ofMinutes(1)))
                .isInstanceOf(UncheckedIOException.class);
        predictor.close();
    }

    @Test
    void thePooledHistogramCountsEveryPhotographTheSame() {
        SizeBins bins = SizeBins.parse(List.of("0-1mm", "1mm+"));
        List<Prediction> predictions =
                List.of(prediction(bins, 1, 0), prediction(bins, 0.5, 0.5), prediction(bins, 0, 1));
        assertThat(Prediction.pool(predictions).fractions()).containsExactly(new double[] {0.5, 0.5}, within(1e-12));
    }

    private static Prediction prediction(SizeBins bins, double... fractions) {
        return new Prediction(
                "froth@1", Histogram.of(bins, Basis.NUMBER, fractions), null, null, new ImageSize(40, 30), List.of());
    }
}
