package org.bubblegram.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.bubblegram.MemoryBlobs;
import org.bubblegram.MigratedDatabase;
import org.bubblegram.jobs.SetClock;
import org.bubblegram.registry.ModelCard;
import org.bubblegram.registry.ModelNotFound;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.PublishedNetworks;
import org.bubblegram.storage.BlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ReadinessTest {
    private static final ModelReference FROTH = ModelReference.parse("froth");

    private final MigratedDatabase database = MigratedDatabase.create();
    private final MemoryBlobs blobs = new MemoryBlobs();
    private final SetClock clock = new SetClock(Instant.EPOCH);
    private final ModelRegistry registry = new ModelRegistry(
            database.jdbc(),
            database.transactions(),
            blobs,
            JsonMapper.builder().build(),
            clock);
    private final Readiness readiness = new Readiness(registry, version -> false, clock);

    @AfterEach
    void close() {
        database.close();
    }

    private void publish(ModelCard card, String... files) throws IOException {
        Map<String, BlobStore.Content> contents = new HashMap<>();
        for (String file : files) {
            contents.put(file, out -> out.write(file.getBytes(StandardCharsets.UTF_8)));
        }
        registry.publish("froth", UUID.randomUUID(), card, contents);
    }

    private String key(String file) {
        return blobs.list("models/").stream()
                .filter(key -> key.endsWith("/" + file))
                .findFirst()
                .orElseThrow();
    }

    private void damage(String file) throws IOException {
        blobs.write(key(file), out -> out.write(0));
    }

    @Test
    void aVersionWhoseFilesAreWholeIsReady() throws Exception {
        publish(PublishedNetworks.servable(), "model.onnx", "golden.json", "model.safetensors");

        assertThat(readiness.ready(FROTH)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "golden.json"})
    void aVersionWithADamagedOrLostFileIsNot(String file) throws Exception {
        publish(PublishedNetworks.servable(), "model.onnx", "golden.json", "model.safetensors");
        damage(file);
        assertThat(readiness.ready(FROTH)).isFalse();

        clock.pass(Readiness.REMEMBERED);
        blobs.write(key(file), out -> out.write(file.getBytes(StandardCharsets.UTF_8)));
        assertThat(readiness.ready(FROTH)).isTrue();

        clock.pass(Readiness.REMEMBERED);
        blobs.delete(key(file));
        assertThat(readiness.ready(FROTH)).isFalse();
    }

    @Test
    void aVersionFromBeforeThereWasOnnxIsAsReadyAsItsWeights() throws Exception {
        publish(PublishedNetworks.servable(), "golden.json", "model.safetensors");
        assertThat(readiness.ready(FROTH)).isTrue();

        clock.pass(Readiness.REMEMBERED);
        damage("model.safetensors");
        assertThat(readiness.ready(FROTH)).isFalse();
    }

    @Test
    void whatWasFoundIsRememberedForAMinute() throws Exception {
        publish(PublishedNetworks.servable(), "model.onnx", "golden.json");
        assertThat(readiness.ready(FROTH)).isTrue();
        damage("model.onnx");

        clock.pass(Readiness.REMEMBERED.minusMillis(1));
        assertThat(readiness.ready(FROTH)).isTrue();
        clock.pass(Readiness.REMEMBERED);
        assertThat(readiness.ready(FROTH)).isFalse();
    }

    @Test
    void aVersionInMemoryIsReadyWhateverBecameOfItsFiles() throws Exception {
        publish(PublishedNetworks.servable(), "model.onnx", "golden.json");
        damage("model.onnx");

        assertThat(new Readiness(registry, version -> version.version() == 1, clock).ready(FROTH))
                .isTrue();
    }

    @Test
    void aVersionThatThisBuildCannotServeIsNotReady() throws Exception {
        publish(PublishedNetworks.card(), "model.onnx", "golden.json");

        assertThat(readiness.ready(FROTH)).isFalse();
    }

    @Test
    void whatThereIsNotIsNotFound() {
        assertThatThrownBy(() -> readiness.ready(FROTH)).isInstanceOf(ModelNotFound.class);
    }
}
