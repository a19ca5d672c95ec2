package org.bubblegram.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bubblegram.network.InvalidWeights;
import org.bubblegram.network.Weights;
import org.bubblegram.storage.BlobNotFound;
import org.bubblegram.storage.BlobStore;
import org.bubblegram.storage.Sha256;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The checkpoints of one training run: everything needed to go on exactly. The newest two are kept, with the best epoch's
 * weights that each of them refers to.
 */
public final class Checkpoints {
    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
    private static final int KEPT = 2;
    private static final String CHECKSUM = ".sha256";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final BlobStore store;
    private final String folder;

    /** @param folder key prefix in the store, ends with a slash */
    public Checkpoints(BlobStore store, String folder) {
        this.store = store;
        this.folder = folder;
    }

    /**
     * What a checkpoint says of itself; written last, so a checkpoint exists once this does.
     *
     * @param step of the optimizer, over all stages
     * @param stage it was made in
     * @param learningRate what its schedule remembers
     * @param sha256 of each of its tensor files, by name
     */
    record State(
            int epoch,
            long step,
            StageStart stage,
            LearningRate.State learningRate,
            int bestEpoch,
            double bestValue,
            Map<String, String> sha256) {
        @SuppressWarnings("checkstyle:ParameterNumber") // one file
        State(
                int epoch,
                long step,
                @Nullable StageStart stage,
                LearningRate.@Nullable State learningRate,
                int bestEpoch,
                double bestValue,
                Map<String, String> sha256) {
            this.epoch = epoch;
            this.step = step;
            this.stage = stage == null ? StageStart.FIRST : stage; // version 0.1 had one stage
            this.learningRate = learningRate == null ? LearningRate.State.START : learningRate;
            this.bestEpoch = bestEpoch;
            this.bestValue = bestValue;
            this.sha256 = sha256;
        }

        String sha256(String file) {
            return sha256.getOrDefault(file, "none");
        }
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
    record Loaded(State state, Weights tensors, Weights best) implements AutoCloseable {
        @Override
        public void close() {
            tensors.close();
            best.close();
        }
    }

    /** Epochs of which a checkpoint is stored, ascending. */
    public List<Integer> epochs() throws IOException {
        return store.list(folder).stream()
                .map(key -> key.substring(folder.length()))
                .filter(name -> name.matches("epoch-\\d{6}\\.json"))
                .map(name -> Integer.parseInt(name.substring(6, 12)))
                .sorted()
                .toList();
    }

    /** Stores tensors under a name and returns their SHA-256. */
    String write(String name, Weights tensors) throws IOException {
        return Sha256.write(store, folder + name, tensors::write);
    }

    /** Stores tensors outside any checkpoint, with their checksum beside them. */
    void writeAlone(String name, Weights tensors) throws IOException {
        byte[] sha256 = write(name, tensors).getBytes(StandardCharsets.US_ASCII);
        store.write(folder + name + CHECKSUM, out -> out.write(sha256));
    }

    /** Reads them; empty if there are none, or not whole, or without a checksum. */
    Optional<Weights> readAlone(String name) throws IOException {
        try (InputStream sha256 = store.read(folder + name + CHECKSUM);
                InputStream in = store.read(folder + name)) {
            String expected = new String(sha256.readAllBytes(), StandardCharsets.US_ASCII);
            byte[] bytes = in.readAllBytes();
            if (Sha256.of(bytes).equals(expected)) {
                return Optional.of(Weights.read(new java.io.ByteArrayInputStream(bytes)));
            }
            log.warn("{} in {} is damaged", name, folder);
            return Optional.empty();
        } catch (BlobNotFound e) {
            return Optional.empty();
        }
    }

    /** Completes a checkpoint whose tensor files are stored, and drops what no kept checkpoint needs. */
    void complete(State state) throws IOException {
        byte[] json = JSON.writeValueAsBytes(state);
        store.write(folder + stateFile(state.epoch()), out -> out.write(json));
        dropOld();
    }

    /**
     * Opens the newest checkpoint that is whole.
     *
     * @param damaged told of each newer one that is not
     */
    Optional<Loaded> newest(java.util.function.IntConsumer damaged) throws IOException {
        List<Integer> epochs = new ArrayList<>(epochs());
        for (int i = epochs.size() - 1; i >= 0; i--) {
            try {
                return Optional.of(load(state(epochs.get(i))));
            } catch (BlobNotFound | InvalidWeights | DamagedCheckpoint | JacksonException e) {
                log.warn("Checkpoint of epoch {} in {} is damaged: {}", epochs.get(i), folder, e.getMessage());
                damaged.accept(epochs.get(i));
                store.delete(folder + stateFile(epochs.get(i))); // or the next ones would be dropped for it
                store.delete(folder + epochFile(epochs.get(i)));
            }
        }
        return Optional.empty();
    }

    private State state(int epoch) throws IOException {
        try (InputStream in = store.read(folder + stateFile(epoch))) {
            return JSON.readValue(in, State.class);
        }
    }

    private Loaded load(State state) throws IOException {
        Weights tensors = verified(epochFile(state.epoch()), state);
        try {
            return new Loaded(state, tensors, verified(bestFile(state.bestEpoch()), state));
        } catch (IOException | RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    private Weights verified(String name, State state) throws IOException {
        try (InputStream in = store.read(folder + name)) {
            byte[] bytes = in.readAllBytes();
            if (!Sha256.of(bytes).equals(state.sha256(name))) {
                throw new DamagedCheckpoint(name);
            }
            return Weights.read(new java.io.ByteArrayInputStream(bytes));
        }
    }

    private void dropOld() throws IOException {
        List<Integer> epochs = epochs();
        List<Integer> kept = epochs.subList(Math.max(0, epochs.size() - KEPT), epochs.size());
        List<String> needed = new ArrayList<>();
        for (int epoch : kept) {
            needed.add(stateFile(epoch));
            needed.add(epochFile(epoch));
            needed.add(bestFile(bestEpoch(epoch)));
        }
        for (String key : store.list(folder)) {
            String name = key.substring(folder.length());
            if (name.matches("(epoch|best)-.*") && !needed.contains(name)) {
                store.delete(key);
            }
        }
    }

    private int bestEpoch(int epoch) {
        try {
            return state(epoch).bestEpoch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JacksonException e) {
            return 0; // a damaged state refers to nothing
        }
    }

    static String epochFile(int epoch) {
        return String.format(Locale.ROOT, "epoch-%06d.safetensors", epoch);
    }

    static String bestFile(int epoch) {
        return String.format(Locale.ROOT, "best-%06d.safetensors", epoch);
    }

    private static String stateFile(int epoch) {
        return String.format(Locale.ROOT, "epoch-%06d.json", epoch);
    }

    private static final class DamagedCheckpoint extends RuntimeException {
        DamagedCheckpoint(String name) {
            super(name + " has another SHA-256 than recorded");
        }
    }
}
