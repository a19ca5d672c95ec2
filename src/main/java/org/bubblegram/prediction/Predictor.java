package org.bubblegram.prediction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
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
    private final PredictionSettings settings;
    private final Watch watch;
    private final Semaphore admissions;
    private final Pace pace;
    private final ExecutorService decoding;
    private final BatchingPool<Request.Kind, Picture.Input, LoadedModel.Answer> network;
    private final Request.Stations stations;

    Predictor(
            Function<ModelReference, ModelVersion> versions,
            LoadedModels<LoadedModel> models,
            ImageDecoder decoder,
            PredictionSettings settings,
            Watch watch) {
        this.versions = versions;
        this.models = models;
        this.settings = settings;
        this.watch = watch;
        this.admissions = new Semaphore(settings.queueCapacity());
        this.pace = new Pace(settings.threads());
        this.decoding = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(), TensorEngine.evaluationThreads("decoding"));
        this.network = new BatchingPool<>(
                (kind, inputs) -> kind.model().answer(inputs),
                new BatchingPool.Settings(settings.threads(), settings.batch(), settings.batchDelay()),
                pace,
                watch,
                TensorEngine.evaluationThreads("prediction"));
        this.stations = new Request.Stations(decoder, decoding, network, watch);
    }

    /** Requests that are being answered, those that wait included. */
    public int requests() {
        return settings.queueCapacity() - admissions.availablePermits();
    }

    /** As many requests are answered at a time at most. */
    public int capacity() {
        return settings.queueCapacity();
    }

    /** Decoded pictures that wait for a network. */
    public int waiting() {
        return network.waiting();
    }

    /** How long the oldest batch has been in its network; zero where none is. Minutes mean that it is stuck. */
    public Duration longestComputation() {
        return network.longestComputation();
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
        List<Picture> pictures = images.stream().map(Picture::file).toList();
        return answered(reference, pictures, atMost).stream()
                .map(Predictor::prediction)
                .toList();
    }

    /** Answers several pictures with all that the network says, likewise. */
    public List<Inference> infer(ModelReference reference, List<Picture> pictures, Duration atMost)
            throws UnreadablePhotographs {
        return answered(reference, pictures, atMost).stream()
                .map(Predictor::inference)
                .toList();
    }

    /** Whether a version is in memory. */
    boolean holds(ModelVersion version) {
        return models.holds(version);
    }

    private static Prediction prediction(Request.Answered answered) {
        Picture.Input input = answered.input();
        List<String> warnings = new ArrayList<>(input.warnings());
        warnings.addAll(answered.model().doubts(input.image()));
        return new Prediction(
                answered.model().reference(),
                answered.answer().histogram(),
                answered.answer().intervals(),
                answered.answer().novelty(),
                input.image(),
                List.copyOf(warnings));
    }

    private static Inference inference(Request.Answered answered) {
        LoadedModel.Answer answer = answered.answer();
        return new Inference(answered.model().reference(), answer.histogram(), answer.logits(), answer.features());
    }

    private List<Request.Answered> answered(ModelReference reference, List<Picture> pictures, Duration atMost)
            throws UnreadablePhotographs {
        ModelVersion version = versions.apply(reference);
        if (!admissions.tryAcquire()) {
            watch.refused(PredictionListener.Refusal.BUSY);
            throw new PredictorBusy(settings.queueCapacity(), pace.of(settings.queueCapacity()));
        }
        try {
            return use(version, atMost, (model, deadline) -> new Request(model, deadline, stations).answer(pictures));
        } finally {
            admissions.release();
        }
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
    private interface Work<R, E extends Exception> {
        R with(LoadedModel model, Deadline deadline) throws IOException, E;
    }

    private <R, E extends Exception> R use(ModelVersion version, Duration atMost, Work<R, E> work) throws E {
        Deadline deadline = Deadline.in(atMost, System::nanoTime);
        try {
            return models.<R, E>use(version, deadline, model -> work.with(model, deadline));
        } catch (Waiting.TimeIsUp e) {
            watch.refused(PredictionListener.Refusal.DEADLINE);
            throw new DeadlineExceeded(pace.of(requests()));
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
