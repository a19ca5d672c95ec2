package org.bubblegram.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.bubblegram.network.Autoencoder;
import org.bubblegram.network.InvalidWeights;
import org.bubblegram.registry.InvalidArchive.Reason;
import org.bubblegram.storage.CreationKeyReused;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Publishes what {@link VersionArchive} wrote, here or elsewhere, as the next version of a model. An archive is believed in
 * nothing: each file must have its digest, the weights must give the golden vectors, and {@code model.onnx} is made anew.
 */
public final class VersionImport {
    /** Stands for the whole archive where a file is named. */
    public static final String ARCHIVE = "archive";

    /** Bytes of the largest archive that may hold a version. */
    public static final long MOST_BYTES = ArchivedFiles.LARGEST.values().stream()
                    .mapToLong(Integer::longValue)
                    .sum()
            + (1 << 16);

    private final ModelRegistry registry;
    private final NetworkFiles networks;
    private final JsonMapper json;

    VersionImport(ModelRegistry registry, NetworkFiles networks, JsonMapper json) {
        this.registry = registry;
        this.networks = networks;
        this.json = json;
    }

    /**
     * Publishes the version whole, or keeps nothing of it.
     *
     * @param model gets the version, whatever it was called where it was exported
     * @param creationKey the same key with the same archive answers the version that it made before; null: a new one
     * @throws InvalidArchive if the archive is damaged, is none of a version, or this build cannot answer as it says
     * @throws CreationKeyReused if the key came before with another model or archive
     */
    public ModelVersion publish(String model, @Nullable String creationKey, Path archive) throws IOException {
        UUID origin = creationKey == null ? UUID.randomUUID() : origin(creationKey);
        try (ArchivedFiles files = ArchivedFiles.open(archive)) {
            ModelCard card = ArchivedCard.read(json, files.bytes(ModelRegistry.CARD));
            checkAutoencoder(files, card);
            Optional<ModelVersion> earlier = registry.madeBy(origin); // asked here too, for what follows takes seconds
            ModelVersion version = earlier.isPresent()
                    ? earlier.get()
                    : networks.adopt(model, origin, card, golden(files, card), files);
            if (creationKey != null && !isOf(version, model, card, files)) {
                throw new CreationKeyReused(creationKey);
            }
            return version;
        }
    }

    /** Of another kind than that of jobs, whose ids are random. */
    private static UUID origin(String creationKey) {
        return UUID.nameUUIDFromBytes(("model archive " + creationKey).getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isOf(ModelVersion version, String model, ModelCard card, ArchivedFiles files) {
        return version.model().equals(model)
                && version.card().equals(card)
                && files.sha256(ModelRegistry.WEIGHTS).equals(version.files().get(ModelRegistry.WEIGHTS))
                && files.sha256(ModelRegistry.GOLDEN).equals(version.files().get(ModelRegistry.GOLDEN))
                && (!files.has(ModelRegistry.AUTOENCODER)
                        || files.sha256(ModelRegistry.AUTOENCODER)
                                .equals(version.files().get(ModelRegistry.AUTOENCODER)));
    }

    /** It and its threshold come together. */
    private static void checkAutoencoder(ArchivedFiles files, ModelCard card) throws IOException {
        if (files.has(ModelRegistry.AUTOENCODER) != (card.novelty() != null)) {
            throw new InvalidArchive(
                    card.novelty() == null ? Reason.UNEXPECTED_FILE : Reason.INCOMPLETE,
                    ModelRegistry.AUTOENCODER,
                    "'" + ModelRegistry.AUTOENCODER + "' and the card's novelty belong together, and one is missing");
        }
        if (card.novelty() == null) {
            return;
        }
        try (InputStream in = files.open(ModelRegistry.AUTOENCODER)) {
            Autoencoder.read(in);
        } catch (InvalidWeights e) {
            throw new InvalidArchive(Reason.WEIGHTS_INVALID, ModelRegistry.AUTOENCODER, String.valueOf(e.getMessage()));
        }
    }

    private GoldenVectors golden(ArchivedFiles files, ModelCard card) throws IOException {
        try {
            GoldenVectors golden = json.readValue(files.bytes(ModelRegistry.GOLDEN), GoldenVectors.class);
            golden.requireFor(card);
            return golden;
        } catch (JacksonException e) {
            throw invalid(ArchivedCard.what(e));
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static InvalidArchive invalid(String why) {
        return new InvalidArchive(Reason.GOLDEN_INVALID, ModelRegistry.GOLDEN, "golden.json: " + why);
    }
}
