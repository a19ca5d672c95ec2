package org.bubblegram.training;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bubblegram.network.InvalidWeights;
import org.bubblegram.network.Weights;
import org.bubblegram.storage.BlobNotFound;
import org.bubblegram.storage.BlobStore;
import org.bubblegram.storage.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The checkpoints of one training run: everything needed to go on exactly. The newest two are kept, with the best epoch's
 * weights that each of them refers to.
 *
 * <p>Each attempt at a run writes in a folder of its own, reads those of attempts before it too, and in the end deletes
 * them. So what an attempt that has lost the run still writes late is in nobody's way.
 */
public final class Checkpoints {
    /** Reads the checkpoints of all attempts. */
    public static final int ANY_ATTEMPT = Integer.MAX_VALUE;

    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
    private static final int KEPT = 2;
    private static final String CHECKSUM = ".sha256";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern STATE = Pattern.compile("(?:(\\d+)/)?(epoch|part)-(\\d{6})\\.json");
    private static final Pattern FILE = Pattern.compile("(?:(\\d+)/)?(?:epoch|part|best)-.*");

    private final BlobStore store;
    private final String folder;
    private final int attempt;

    /**
     * Of a run that is attempted once.
     *
     * @param folder key prefix in the store, ends with a slash
     */
    public Checkpoints(BlobStore store, String folder) {
        this(store, folder, 0);
    }

    /**
     * Of one of many attempts at a run.
     *
     * @param folder key prefix in the store of all attempts, ends with a slash
     * @param attempt 0 lies in the folder itself, as those of version 0.1 do
     */
    public Checkpoints(BlobStore store, String folder, int attempt) {
        this.store = store;
        this.folder = folder;
        this.attempt = attempt;
    }

    /**
     * Where the state of a checkpoint is stored.
     *
     * @param name {@code epoch} after an epoch, {@code part} within the next
     */
    private record Place(int attempt, String name, int epoch) {
        static final Comparator<Place> OLDEST_FIRST = Comparator.comparingInt(Place::attempt)
                .thenComparingInt(Place::epoch)
                .thenComparing(Place::name);
    }

    /**
     * Where a stage began.
     *
     * @param index from 0
     * @param epoch epochs before it
     * @param step steps of the optimizer before it
     */
    record StageStart(int index, int epoch, long step) {
        static final StageStart FIRST = new StageStart(0, 0, 0);
    }

    /** A checkpoint read back: learned weights, moments of the optimizer, and the best epoch's weights. */
    record Loaded(CheckpointState state, Weights tensors, Weights best) implements AutoCloseable {
        @Override
        public void close() {
            tensors.close();
            best.close();
        }
    }

    /** Epochs of which a checkpoint is stored, ascending. */
    public List<Integer> epochs() throws IOException {
        return places().stream()
                .filter(place -> place.name().equals("epoch"))
                .map(Place::epoch)
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether there is anything to go on from, whole or not. */
    boolean any() throws IOException {
        return !places().isEmpty();
    }

    /** Of this attempt and those before it, oldest first. */
    private List<Place> places() throws IOException {
        return store.list(folder).stream()
                .map(key -> STATE.matcher(key.substring(folder.length())))
                .filter(Matcher::matches)
                .map(state -> new Place(attempt(state), state.group(2), Integer.parseInt(state.group(3))))
                .filter(place -> place.attempt() <= attempt)
                .sorted(Place.OLDEST_FIRST)
                .toList();
    }

    private static int attempt(Matcher file) {
        return file.group(1) == null ? 0 : Integer.parseInt(file.group(1));
    }

    /** Stores tensors of this attempt under a name and returns their SHA-256. */
    String write(String name, Weights tensors) throws IOException {
        return Sha256.write(store, home(attempt) + name, tensors::write);
    }

    /** Stores tensors outside any checkpoint and attempt, with their checksum beside them. */
    void writeAlone(String name, Weights tensors) throws IOException {
        byte[] sha256 = Sha256.write(store, folder + name, tensors::write).getBytes(StandardCharsets.US_ASCII);
        store.write(folder + name + CHECKSUM, out -> out.write(sha256));
    }

    /** Reads them; empty if there are none, or not whole, or without a checksum. */
    Optional<Weights> readAlone(String name) throws IOException {
        try (InputStream sha256 = store.read(folder + name + CHECKSUM);
                InputStream in = store.read(folder + name)) {
            String expected = new String(sha256.readAllBytes(), StandardCharsets.US_ASCII);
            byte[] bytes = in.readAllBytes();
            if (Sha256.of(bytes).equals(expected)) {
                return Optional.of(Weights.read(new ByteArrayInputStream(bytes)));
            }
            log.warn("{} in {} is damaged", name, folder);
            return Optional.empty();
        } catch (BlobNotFound e) {
            return Optional.empty();
        }
    }

    /** Completes a checkpoint whose tensor files are stored, and drops what no kept checkpoint needs. */
    void complete(CheckpointState state) throws IOException {
        byte[] json = JSON.writeValueAsBytes(state);
        store.write(home(attempt) + state.stateFile(), out -> out.write(json));
        dropOld();
    }

    /**
     * Opens the newest checkpoint that is whole.
     *
     * @param damaged told the epoch of each newer one that is not
     */
    Optional<Loaded> newest(IntConsumer damaged) throws IOException {
        List<Place> places = places();
        for (int i = places.size() - 1; i >= 0; i--) {
            Place place = places.get(i);
            try {
                return Optional.of(load(place));
            } catch (BlobNotFound | InvalidWeights | DamagedCheckpoint | JacksonException e) {
                log.warn("Checkpoint {} in {} is damaged: {}", place, folder, e.getMessage());
                damaged.accept(place.epoch());
                store.delete(key(place, ".json")); // or the next ones would be dropped for it
                store.delete(key(place, ".safetensors"));
            }
        }
        return Optional.empty();
    }

    private Loaded load(Place place) throws IOException {
        CheckpointState state = state(place);
        Weights tensors = verified(place.attempt(), state.tensorFile(), state);
        try {
            boolean best = state.bestEpoch() > 0;
            return new Loaded(
                    state,
                    tensors,
                    best ? verified(place.attempt(), bestFile(state.bestEpoch()), state) : new Weights());
        } catch (IOException | RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    private CheckpointState state(Place place) throws IOException {
        try (InputStream in = store.read(key(place, ".json"))) {
            return JSON.readValue(in, CheckpointState.class);
        }
    }

    private Weights verified(int of, String name, CheckpointState state) throws IOException {
        try (InputStream in = store.read(home(of) + name)) {
            byte[] bytes = in.readAllBytes();
            if (!Sha256.of(bytes).equals(state.sha256(name))) {
                throw new DamagedCheckpoint(name);
            }
            return Weights.read(new ByteArrayInputStream(bytes));
        }
    }

    private void dropOld() throws IOException {
        List<Place> own =
                places().stream().filter(place -> place.attempt() == attempt).toList();
        Set<String> needed = new HashSet<>();
        for (Place place : own.subList(Math.max(0, own.size() - KEPT), own.size())) {
            needed.add(key(place, ".json"));
            needed.add(key(place, ".safetensors"));
            needed.add(home(attempt) + bestFile(bestEpoch(place)));
        }
        for (String key : store.list(folder)) {
            Matcher file = FILE.matcher(key.substring(folder.length()));
            if (file.matches() && !needed.contains(key) && mayDrop(attempt(file), own.size())) {
                store.delete(key);
            }
        }
    }

    /** What attempts before this one stored is kept until this one has enough of its own. */
    private boolean mayDrop(int of, int stored) {
        return of == attempt || (of < attempt && stored >= KEPT);
    }

    private int bestEpoch(Place place) {
        try {
            return state(place).bestEpoch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JacksonException e) {
            return 0; // a damaged state refers to nothing
        }
    }

    private String home(int of) {
        return of == 0 ? folder : folder + of + "/";
    }

    private String key(Place place, String extension) {
        return home(place.attempt()) + place.name() + String.format(Locale.ROOT, "-%06d", place.epoch()) + extension;
    }

    static String bestFile(int epoch) {
        return String.format(Locale.ROOT, "best-%06d.safetensors", epoch);
    }

    private static final class DamagedCheckpoint extends RuntimeException {
        DamagedCheckpoint(String name) {
            super(name + " has another SHA-256 than recorded");
        }
    }
}
