package org.bubblegram.prediction;

import io.micrometer.observation.Observation;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.ImageSize;
import org.bubblegram.image.UnreadableImage;
import org.jspecify.annotations.Nullable;

/** The pictures of one request on their way through decoding and the network. */
final class Request {
    /** Pictures under way at a time: a long request neither fills the memory nor keeps others from their turn. */
    static final int UNDER_WAY = 8;

    private final LoadedModel model;
    private final Deadline deadline;
    private final Stations stations;
    private final @Nullable Observation observation;
    private final SortedMap<Integer, UnreadableImage> unreadable = new ConcurrentSkipListMap<>();
    private final Deque<CompletableFuture<Optional<Answered>>> underWay = new ArrayDeque<>();
    private final List<Answered> answered = new ArrayList<>();

    Request(LoadedModel model, Deadline deadline, Stations stations) {
        this.model = model;
        this.deadline = deadline;
        this.stations = stations;
        this.observation = stations.watch().current();
    }

    /** What pictures pass on their way. */
    record Stations(
            ImageDecoder decoder,
            Executor decoding,
            BatchingPool<Kind, Picture.Input, LoadedModel.Answer> network,
            Watch watch) {}

    /** Pictures of one size may go through one model together. */
    record Kind(LoadedModel model, ImageSize size) {}

    /** A picture, and what the model said of it. */
    record Answered(LoadedModel model, Picture.Input input, LoadedModel.Answer answer) {}

    /**
     * Waits for all, or for the deadline. What was begun has ended when this returns: the model may be closed then.
     *
     * @throws UnreadablePhotographs that names every picture which cannot be read
     */
    List<Answered> answer(List<Picture> pictures) throws IOException, UnreadablePhotographs {
        try {
            for (int i = 0; i < pictures.size(); i++) {
                if (underWay.size() == UNDER_WAY) {
                    gather();
                }
                underWay.add(begin(i, pictures.get(i)));
            }
            while (!underWay.isEmpty()) {
                gather();
            }
        } finally {
            deadline.leave();
            underWay.forEach(Request::settle);
        }
        if (!unreadable.isEmpty()) {
            throw new UnreadablePhotographs(unreadable);
        }
        return answered;
    }

    private void gather() throws IOException {
        Waiting.forResult(underWay.element(), deadline).ifPresent(answered::add);
        underWay.remove();
    }

    private static void settle(CompletableFuture<?> future) {
        future.handle((result, failure) -> true).join();
    }

    private CompletableFuture<Optional<Answered>> begin(int position, Picture picture) {
        return CompletableFuture.supplyAsync(() -> decode(position, picture), stations.decoding())
                .thenCompose(input ->
                        input.map(this::answer).orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
    }

    private CompletableFuture<Optional<Answered>> answer(Picture.Input input) {
        return stations.network()
                .submit(new Kind(model, input.size()), input, new BatchingPool.Caller(deadline, observation))
                .thenApply(answer -> Optional.of(answered(input, answer)));
    }

    private Answered answered(Picture.Input input, LoadedModel.Answer answer) {
        stations.watch().answered(model.reference(), answer.histogram(), answer.novelty());
        return new Answered(model, input, answer);
    }

    /** Empty where the network need not run: the picture, or another one of the request, cannot be read. */
    private Optional<Picture.Input> decode(int position, Picture picture) {
        if (deadline.over()) {
            throw new Waiting.TimeIsUp();
        }
        Observation decoding = stations.watch().decoding(observation);
        try {
            Picture.Input input = picture.input(model.preprocessing(), stations.decoder());
            return unreadable.isEmpty() ? Optional.of(input) : Optional.empty();
        } catch (UnreadableImage e) {
            decoding.error(e);
            unreadable.put(position, e);
            return Optional.empty();
        } catch (IOException e) {
            decoding.error(e);
            throw new CompletionException(e);
        } finally {
            decoding.stop();
        }
    }
}
