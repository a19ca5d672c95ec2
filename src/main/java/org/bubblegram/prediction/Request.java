package org.bubblegram.prediction;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.ImageSize;
import org.bubblegram.image.Pixels;
import org.bubblegram.image.UnreadableImage;

/** The photographs of one request on their way through decoding and the network. */
final class Request {
    /** Pictures under way at a time: a long request neither fills the memory nor keeps others from their turn. */
    static final int UNDER_WAY = 8;

    private final LoadedModel model;
    private final Deadline deadline;
    private final ImageDecoder decoder;
    private final ExecutorService decoding;
    private final BatchingPool<LoadedModel, FloatBuffer, LoadedModel.Answer> network;
    private final SortedMap<Integer, UnreadableImage> unreadable = new ConcurrentSkipListMap<>();
    private final Deque<CompletableFuture<Optional<Prediction>>> underWay = new ArrayDeque<>();
    private final List<Prediction> predictions = new ArrayList<>();

    Request(
            LoadedModel model,
            Deadline deadline,
            ImageDecoder decoder,
            ExecutorService decoding,
            BatchingPool<LoadedModel, FloatBuffer, LoadedModel.Answer> network) {
        this.model = model;
        this.deadline = deadline;
        this.decoder = decoder;
        this.decoding = decoding;
        this.network = network;
    }

    /** @param unreadable by position; the predictions are complete where it is empty */
    record Answers(List<Prediction> predictions, SortedMap<Integer, UnreadableImage> unreadable) {}

    /** Waits for all, or for the deadline. What was begun has ended when this returns: the model may be closed then. */
    Answers answer(List<Photograph> images) throws IOException {
        try {
            for (int i = 0; i < images.size(); i++) {
                if (underWay.size() == UNDER_WAY) {
                    gather();
                }
                underWay.add(begin(i, images.get(i)));
            }
            while (!underWay.isEmpty()) {
                gather();
            }
            return new Answers(predictions, unreadable);
        } finally {
            deadline.leave();
            underWay.forEach(Request::settle);
        }
    }

    private void gather() throws IOException {
        Waiting.forResult(underWay.element(), deadline).ifPresent(predictions::add);
        underWay.remove();
    }

    private static void settle(CompletableFuture<?> future) {
        future.handle((result, failure) -> true).join();
    }

    /** A picture that waits for the network, and what is said of it besides. */
    private record Decoded(FloatBuffer input, ImageSize size, List<String> warnings) {}

    private CompletableFuture<Optional<Prediction>> begin(int position, Photograph image) {
        return CompletableFuture.supplyAsync(() -> decode(position, image), decoding)
                .thenCompose(decoded -> decoded.map(this::predict)
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
    }

    private CompletableFuture<Optional<Prediction>> predict(Decoded decoded) {
        return network.submit(model, decoded.input(), deadline)
                .thenApply(answer -> Optional.of(new Prediction(
                        model.reference(),
                        answer.histogram(),
                        answer.intervals(),
                        decoded.size(),
                        decoded.warnings())));
    }

    /** Empty where the network need not run: the picture, or another one of the request, cannot be read. */
    private Optional<Decoded> decode(int position, Photograph image) {
        if (deadline.over()) {
            throw new Waiting.TimeIsUp();
        }
        try {
            Pixels pixels = decoder.decode(image.bytes());
            return unreadable.isEmpty() ? Optional.of(decoded(pixels)) : Optional.empty();
        } catch (UnreadableImage e) {
            unreadable.put(position, e);
            return Optional.empty();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private Decoded decoded(Pixels pixels) {
        ImageSize size = new ImageSize(pixels.width(), pixels.height());
        List<String> warnings = new ArrayList<>(pixels.warnings());
        warnings.addAll(model.doubts(size));
        return new Decoded(FloatBuffer.wrap(model.preprocessing().apply(pixels)), size, List.copyOf(warnings));
    }
}
