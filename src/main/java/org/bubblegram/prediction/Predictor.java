package org.bubblegram.prediction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.ImageSize;
import org.bubblegram.image.Pixels;
import org.bubblegram.image.UnreadableImage;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.ModelVersion;
import org.jspecify.annotations.Nullable;

/**
 * Answers photographs with histograms, on its own small pool of threads. Decoding happens there too, so that no more
 * pictures than a batch for each thread are in memory at once.
 */
public final class Predictor implements AutoCloseable {
    /** Pictures that go through the network together. */
    static final int BATCH = 8;

    private final Function<ModelReference, ModelVersion> versions;
    private final LoadedModels<LoadedModel> models;
    private final ImageDecoder decoder;
    private final ThreadPoolExecutor pool;

    Predictor(
            Function<ModelReference, ModelVersion> versions,
            LoadedModels<LoadedModel> models,
            ImageDecoder decoder,
            PredictionSettings settings) {
        this.versions = versions;
        this.models = models;
        this.decoder = decoder;
        this.pool = new ThreadPoolExecutor(
                settings.threads(),
                settings.threads(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(settings.queueCapacity()),
                TensorEngine.evaluationThreads("prediction"));
    }

    /**
     * Answers one image file.
     *
     * @throws org.bubblegram.registry.ModelNotFound if there is no such model, version or alias
     * @throws UnusableModel if the version's files do not fit this build
     * @throws PredictorBusy if too many wait already
     */
    public Prediction predict(ModelReference reference, byte[] image) throws UnreadableImage {
        try {
            return predict(reference, List.of(() -> image)).get(0);
        } catch (UnreadablePhotographs e) {
            throw e.first();
        }
    }

    /**
     * Answers several image files in their order, all by the same version.
     *
     * @throws UnreadablePhotographs if any of them cannot be read; it names every one that cannot
     */
    public List<Prediction> predict(ModelReference reference, List<Photograph> images) throws UnreadablePhotographs {
        ModelVersion version = versions.apply(reference);
        List<Prediction> predictions = new ArrayList<>();
        SortedMap<Integer, UnreadableImage> unreadable = new TreeMap<>();
        for (int from = 0; from < images.size(); from += BATCH) {
            int first = from;
            List<Photograph> batch = images.subList(first, Math.min(first + BATCH, images.size()));
            predictions.addAll(onPool(() -> models.use(version, model -> answer(model, batch, first, unreadable))));
        }
        if (!unreadable.isEmpty()) {
            throw new UnreadablePhotographs(unreadable);
        }
        return predictions;
    }

    private record Seen(ImageSize size, List<String> warnings) {}

    /** @param unreadable gathers what cannot be read; once it holds anything, the network need not run any more */
    private List<Prediction> answer(
            LoadedModel model, List<Photograph> images, int first, SortedMap<Integer, UnreadableImage> unreadable)
            throws IOException {
        List<Seen> seen = new ArrayList<>();
        List<float[]> inputs = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            try {
                Pixels pixels = decoder.decode(images.get(i).bytes());
                seen.add(seen(pixels, model));
                inputs.add(model.preprocessing().apply(pixels));
            } catch (UnreadableImage e) {
                unreadable.put(first + i, e);
            }
        }
        if (!unreadable.isEmpty()) {
            return List.of();
        }
        List<LoadedModel.Answer> answers = model.answer(inputs);
        return IntStream.range(0, seen.size())
                .mapToObj(i -> new Prediction(
                        model.reference(),
                        answers.get(i).histogram(),
                        answers.get(i).intervals(),
                        seen.get(i).size(),
                        seen.get(i).warnings()))
                .toList();
    }

    private static Seen seen(Pixels pixels, LoadedModel model) {
        ImageSize size = new ImageSize(pixels.width(), pixels.height());
        List<String> warnings = new ArrayList<>(pixels.warnings());
        warnings.addAll(model.doubts(size));
        return new Seen(size, List.copyOf(warnings));
    }

    private <R> R onPool(Callable<R> work) {
        Future<R> answer = submit(work);
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(false); // no interrupt: it would close the file a model is being read from
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a prediction", e);
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        }
    }

    private <R> Future<R> submit(Callable<R> work) {
        try {
            return pool.submit(work);
        } catch (RejectedExecutionException e) {
            throw new PredictorBusy(pool.getQueue().size());
        }
    }

    private static RuntimeException unwrapped(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof IOException failure) {
            return new UncheckedIOException(failure);
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }

    /** Answers what is queued, then frees threads and models. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            if (pool.awaitTermination(30, TimeUnit.SECONDS)) {
                models.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process ends: the system frees what is left
        }
    }
}
