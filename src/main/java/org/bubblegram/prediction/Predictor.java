package org.bubblegram.prediction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.UnreadableImage;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.ModelVersion;

/**
 * Answers photographs with histograms. Pictures are decoded on threads of their own, as many as there are processors, and
 * go through the network on others, so that neither waits for the other.
 */
public final class Predictor implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final Function<ModelReference, ModelVersion> versions;
    private final LoadedModels<LoadedModel> models;
    private final ImageDecoder decoder;
    private final PredictionSettings settings;
    private final Semaphore admissions;
    private final Pace pace;
    private final ExecutorService decoding;
    private final BatchingPool<LoadedModel, FloatBuffer, LoadedModel.Answer> network;

    Predictor(
            Function<ModelReference, ModelVersion> versions,
            LoadedModels<LoadedModel> models,
            ImageDecoder decoder,
            PredictionSettings settings) {
        this.versions = versions;
        this.models = models;
        this.decoder = decoder;
        this.settings = settings;
        this.admissions = new Semaphore(settings.queueCapacity());
        this.pace = new Pace(settings.threads());
        this.decoding = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(), TensorEngine.evaluationThreads("decoding"));
        this.network = new BatchingPool<>(
                LoadedModel::answer,
                new BatchingPool.Settings(settings.threads(), settings.batch(), settings.batchDelay()),
                pace,
                TensorEngine.evaluationThreads("prediction"));
    }

    /** How long a request may take at most. */
    public Duration longest() {
        return settings.deadline();
    }

    /**
     * Answers one image file.
     *
     * @throws org.bubblegram.registry.ModelNotFound if there is no such model, version or alias
     * @throws UnusableModel if the version's files do not fit this build
     * @throws PredictorBusy if too many wait already
     * @throws DeadlineExceeded if it took longer than {@code atMost}
     */
    public Prediction predict(ModelReference reference, byte[] image, Duration atMost) throws UnreadableImage {
        try {
            return predict(reference, List.of(() -> image), atMost).get(0);
        } catch (UnreadablePhotographs e) {
            throw e.first();
        }
    }

    /**
     * Answers several image files in their order, all by the same version.
     *
     * @throws UnreadablePhotographs if any of them cannot be read; it names every one that cannot
     */
    public List<Prediction> predict(ModelReference reference, List<Photograph> images, Duration atMost)
            throws UnreadablePhotographs {
        ModelVersion version = versions.apply(reference);
        Request.Answers answers = admitted(
                version,
                atMost,
                (model, deadline) -> new Request(model, deadline, decoder, decoding, network).answer(images));
        if (!answers.unreadable().isEmpty()) {
            throw new UnreadablePhotographs(answers.unreadable());
        }
        return answers.predictions();
    }

    /**
     * Brings a version into memory, so that the next request need not wait for it.
     *
     * @throws UnusableModel if it cannot answer
     */
    void load(ModelVersion version) {
        use(version, settings.deadline(), (model, deadline) -> model);
    }

    @FunctionalInterface
    private interface Work<R> {
        R with(LoadedModel model, Deadline deadline) throws IOException;
    }

    private <R> R admitted(ModelVersion version, Duration atMost, Work<R> work) {
        if (!admissions.tryAcquire()) {
            throw new PredictorBusy(settings.queueCapacity(), pace.of(settings.queueCapacity()));
        }
        try {
            return use(version, atMost, work);
        } finally {
            admissions.release();
        }
    }

    private <R> R use(ModelVersion version, Duration atMost, Work<R> work) {
        Deadline deadline = Deadline.in(atMost, System::nanoTime);
        try {
            return models.use(version, deadline, model -> work.with(model, deadline));
        } catch (Waiting.TimeIsUp e) {
            throw new DeadlineExceeded(pace.of(settings.queueCapacity() - admissions.availablePermits()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers what was begun, then frees threads and models. */
    @Override
    public void close() {
        decoding.shutdown();
        if (network.close(CLOSING)) {
            models.close();
        }
    }
}
