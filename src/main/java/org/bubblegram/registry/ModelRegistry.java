package org.bubblegram.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.bubblegram.storage.BlobNotFound;
import org.bubblegram.storage.BlobStore;
import org.bubblegram.storage.Commit;
import org.bubblegram.storage.Sha256;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** The models of this installation, their versions, aliases and files. */
public final class ModelRegistry {
    private static final String FOLDER = "models/";

    /** The network's weights. */
    public static final String WEIGHTS = "model.safetensors";

    /** The network in ONNX. Versions published before there was any get it from {@link NetworkFiles#withOnnx}. */
    public static final String ONNX = "model.onnx";

    /** What a version is, made of and worth: {@link ModelCard}. */
    public static final String CARD = "card.json";

    /** Inputs and outputs that every load must reproduce: {@link GoldenVectors}. */
    public static final String GOLDEN = "golden.json";

    /** What tells pictures unlike those learned from, where the card has their threshold. */
    public static final String AUTOENCODER = "autoencoder.safetensors";

    private final ModelTable table;
    private final TransactionOperations transaction;
    private final BlobStore blobs;
    private final JsonMapper json;
    private final Clock clock;

    public ModelRegistry(
            JdbcClient jdbc, TransactionOperations transaction, BlobStore blobs, JsonMapper json, Clock clock) {
        this.table = new ModelTable(jdbc, json);
        this.transaction = transaction;
        this.blobs = blobs;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Adds the next version of a model. Files are written first, whole, with their SHA-256; only then is the version seen.
     *
     * @param origin what made it (a job's id); publishing for the same origin again answers the version it made before
     * @param files all but the card
     */
    public ModelVersion publish(String model, UUID origin, ModelCard card, Map<String, BlobStore.Content> files)
            throws IOException {
        return publish(model, origin, card, files, () -> {});
    }

    /** Likewise; the guard is called within the transaction that makes the version seen, and throws where it must not be. */
    public ModelVersion publish(
            String model, UUID origin, ModelCard card, Map<String, BlobStore.Content> files, Runnable guard)
            throws IOException {
        Optional<ModelVersion> earlier = madeBy(origin);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        String home = FOLDER + new ModelReference(model, null, null) + "/" + origin + "/";
        String folder = home + UUID.randomUUID() + "/";
        Commit commit = new Commit(transaction);
        try {
            Map<String, String> digests = write(folder, card, files);
            ModelVersion published = commit.of(() -> record(new Draft(model, origin, card, folder), digests, guard));
            deleteOthers(home, folder);
            return published;
        } catch (DuplicateKeyException e) { // another worker was faster with the same origin
            blobs.delete(folder);
            return madeBy(origin).orElseThrow(() -> e);
        } catch (IOException | RuntimeException e) {
            if (!commit.mayBeDone()) {
                deleteAfter(e, folder);
            }
            throw e;
        }
    }

    /** Deletes files of versions that were never published, or are deleted. Not while another process publishes. */
    public void sweep() throws IOException {
        for (String key : orphans()) {
            blobs.delete(key);
        }
    }

    /** Keys of files of no version: of some that are just being published too. */
    public Set<String> orphans() throws IOException {
        Set<String> keys = new TreeSet<>(blobs.list(FOLDER));
        Set<String> folders = table.folders();
        keys.removeIf(key -> folders.contains(key.substring(0, key.lastIndexOf('/') + 1)));
        return keys;
    }

    /** The version that was published for an origin. */
    public Optional<ModelVersion> madeBy(UUID origin) {
        return table.ofOrigin(origin);
    }

    private Map<String, String> write(String folder, ModelCard card, Map<String, BlobStore.Content> files)
            throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (var file : files.entrySet()) {
            digests.put(file.getKey(), Sha256.write(blobs, folder + file.getKey(), file.getValue()));
        }
        digests.put(CARD, Sha256.write(blobs, folder + CARD, out -> out.write(json.writeValueAsBytes(card))));
        return digests;
    }

    /** A version whose files are being written. */
    private record Draft(String model, UUID origin, ModelCard card, String folder) {}

    private ModelVersion record(Draft draft, Map<String, String> digests, Runnable guard) {
        guard.run();
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as the database keeps it
        int number = table.nextVersion(draft.model());
        var version = new ModelVersion(draft.model(), number, draft.card(), digests, now);
        table.insert(version, draft.origin(), draft.folder());
        return version;
    }

    /** What a process that was killed while publishing for the same origin left behind. */
    private void deleteOthers(String home, String folder) throws IOException {
        for (String key : blobs.list(home)) {
            if (!key.startsWith(folder)) {
                blobs.delete(key);
            }
        }
    }

    private void deleteAfter(Exception failure, String folder) {
        try {
            blobs.delete(folder);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** @throws ModelNotFound if there is no such model, version or alias */
    public ModelVersion resolve(ModelReference reference) {
        return find(reference).orElseThrow(() -> new ModelNotFound(reference.toString()));
    }

    private Optional<ModelVersion> find(ModelReference reference) {
        String model = reference.model();
        if (reference.version() != null) {
            return table.find(model, reference.version());
        }
        if (reference.alias() != null) {
            return table.find(model, reference.alias());
        }
        return table.find(model, ModelReference.PRODUCTION).or(() -> table.newest(model));
    }

    /**
     * Opens a file of a version; reading to its end fails with {@link FileDamaged} if its SHA-256 is not the recorded one.
     *
     * @throws ModelNotFound if the version is gone
     */
    public InputStream open(ModelVersion version, String file) throws IOException {
        return new VerifiedInputStream(
                blobs.read(key(version, file)),
                Objects.requireNonNull(version.files().get(file)),
                new FileDamaged(version.reference(), file));
    }

    /** Reads a file of a version to its end. @throws FileDamaged if it is not what was published */
    public void verify(ModelVersion version, String file) throws IOException {
        try (InputStream in = open(version, file)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** Bytes of a file of a version. @throws ModelNotFound if the version is gone */
    public long size(ModelVersion version, String file) throws IOException {
        return blobs.size(key(version, file));
    }

    private String key(ModelVersion version, String file) throws BlobNotFound {
        if (!version.files().containsKey(file)) {
            throw new BlobNotFound(version.reference() + "/" + file);
        }
        return folder(version) + file;
    }

    private String folder(ModelVersion version) {
        return table.folder(version.model(), version.version())
                .orElseThrow(() -> new ModelNotFound(version.reference()));
    }

    /**
     * Adds a file that a version lacks; where another was faster, that one's stays.
     *
     * @throws ModelNotFound if the version is gone
     */
    ModelVersion add(ModelVersion version, String file, Path content) throws IOException {
        String folder = folder(version);
        String sha256 = Sha256.of(content);
        try {
            transaction.executeWithoutResult(status -> {
                if (table.addFile(version, file, sha256)) { // others wait here until the file is there
                    copy(content, folder + file);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (DataIntegrityViolationException e) { // its foreign key: the version was deleted
            throw new ModelNotFound(version.reference());
        }
        return resolve(new ModelReference(version.model(), version.version(), null));
    }

    private void copy(Path content, String key) {
        try {
            blobs.write(key, out -> Files.copy(content, out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Model names in order, those after a given one. */
    public List<String> models(@Nullable String after, int limit) {
        return table.models(after, limit);
    }

    /** All versions of a model, ascending; empty where there is no such model. */
    public List<ModelVersion> versions(String model) {
        return ModelReference.isName(model) ? table.versions(model) : List.of();
    }

    /** Alias to version. */
    public Map<String, Integer> aliases(String model) {
        return ModelReference.isName(model) ? table.aliases(model) : Map.of();
    }

    /**
     * Points an alias to a version, wherever it pointed before.
     *
     * @throws ModelNotFound if there is no such version
     * @throws InvalidReference if it is no alias
     */
    public void putAlias(String model, String alias, int version) {
        var name = new ModelReference(model, null, alias);
        try {
            transaction.executeWithoutResult(status -> table.putAlias(name.model(), alias, version));
        } catch (DataIntegrityViolationException e) { // its foreign key: no such version
            throw new ModelNotFound(model + "@" + version);
        }
    }

    /** Removes an alias; the version stays. @throws ModelNotFound if there is no such alias */
    public void deleteAlias(String model, String alias) {
        var name = new ModelReference(model, null, alias);
        if (!table.deleteAlias(name.model(), alias)) {
            throw new ModelNotFound(name.toString());
        }
    }

    /**
     * Deletes a version and its files; its number is never given out again.
     *
     * @throws ModelNotFound if there is no such version
     * @throws InvalidReference if it is no name of a model
     * @throws VersionInUse if an alias points to it
     */
    public void delete(String model, int version) throws IOException {
        String reference = new ModelReference(model, version, null).toString();
        String folder = table.folder(model, version).orElseThrow(() -> new ModelNotFound(reference));
        try {
            if (!table.delete(model, version)) {
                throw new ModelNotFound(reference);
            }
        } catch (DataIntegrityViolationException e) { // its foreign key: an alias points there
            throw new VersionInUse(reference);
        }
        blobs.delete(folder);
    }
}
