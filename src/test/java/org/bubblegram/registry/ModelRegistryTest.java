package org.bubblegram.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.bubblegram.AtOnce;
import org.bubblegram.LostAnswers;
import org.bubblegram.MemoryBlobs;
import org.bubblegram.MigratedDatabase;
import org.bubblegram.OnEachDatabase;
import org.bubblegram.storage.BlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionSystemException;
import tools.jackson.databind.json.JsonMapper;

@OnEachDatabase
class ModelRegistryTest {
    private final MigratedDatabase database = MigratedDatabase.create();
    private final BlobStore blobs = new MemoryBlobs();
    private final JsonMapper json = JsonMapper.builder().build();
    private final LostAnswers transactions = new LostAnswers(database.transactions());
    private final ModelRegistry registry =
            new ModelRegistry(database.jdbc(), transactions, blobs, json, Clock.systemUTC());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aPublishedVersionIsReadBackAsItWasWritten() throws IOException {
        ModelVersion published = publish("froth", UUID.randomUUID(), "weights");

        ModelVersion found = registry.resolve(ModelReference.parse("froth@1"));

        assertThat(found).isEqualTo(published);
        assertThat(found.card()).isEqualTo(PublishedNetworks.card());
        assertThat(found.files()).containsOnlyKeys("card.json", "model.safetensors");
        assertThat(found.files().get("model.safetensors")) // printf weights | sha256sum
                .isEqualTo("9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c");
        assertThat(content(found, "model.safetensors")).isEqualTo("weights");
        assertThat(json.readValue(content(found, "card.json"), ModelCard.class)).isEqualTo(PublishedNetworks.card());
    }

    @Test
    void publishingAgainForTheSameOriginAnswersTheEarlierVersion() throws IOException {
        UUID job = UUID.randomUUID();
        ModelVersion first = publish("froth", job, "weights");

        ModelVersion second = publish("froth", job, "other weights");

        assertThat(second).isEqualTo(first);
        assertThat(registry.versions("froth")).containsExactly(first);
        assertThat(registry.madeBy(job)).contains(first);
        assertThat(content(second, "model.safetensors")).isEqualTo("weights");
    }

    @Test
    void aReaderNeedsNoSecondConnectionWhileItHoldsOne() throws IOException {
        ModelVersion published = publish("froth", UUID.randomUUID(), "weights");
        database.allowOneConnection();

        assertThat(registry.resolve(ModelReference.parse("froth"))).isEqualTo(published);
        assertThat(registry.versions("froth")).containsExactly(published);
    }

    @Test
    void aSweepDeletesTheFilesOfWhatWasNeverPublishedAndNothingElse() throws IOException {
        String left = "models/froth/" + UUID.randomUUID() + "/" + UUID.randomUUID() + "/model.safetensors";
        blobs.write(left, out -> out.write(1));
        ModelVersion published = publish("froth", UUID.randomUUID(), "weights");

        registry.sweep();

        assertThat(blobs.exists(left)).isFalse();
        assertThat(content(published, "model.safetensors")).isEqualTo("weights");
    }

    @Test
    void whatAKilledPublisherLeftBehindGoesWhenItsJobPublishesAgain() throws IOException {
        UUID job = UUID.randomUUID();
        String left = "models/froth/" + job + "/" + UUID.randomUUID() + "/model.safetensors";
        blobs.write(left, out -> out.write(1));

        publish("froth", job, "weights");

        assertThat(blobs.exists(left)).isFalse();
        assertThat(blobs.list("models/")).hasSize(2);
    }

    @Test
    void aPublicationThatCannotBeWrittenLeavesNothing() {
        assertThatThrownBy(() -> registry.publish(
                        "froth", UUID.randomUUID(), PublishedNetworks.card(), Map.of("model.safetensors", out -> {
                            throw new IOException("disk full");
                        })))
                .hasMessage("disk full");

        assertThat(registry.models(null, 10)).isEmpty();
    }

    @Test
    void aPublisherThatHasLostItsJobMeanwhileLeavesNothing() throws IOException {
        assertThatThrownBy(() -> registry.publish(
                        "froth",
                        UUID.randomUUID(),
                        PublishedNetworks.card(),
                        Map.of("model.safetensors", out -> out.write(1)),
                        () -> {
                            throw new IllegalStateException("lost");
                        }))
                .hasMessage("lost");

        assertThat(registry.models(null, 10)).isEmpty();
        assertThat(blobs.list("models/")).isEmpty();
    }

    @Test
    void anAliasIsRemovedOnceAndItsVersionStays() throws IOException {
        ModelVersion published = publish("froth", UUID.randomUUID(), "weights");
        registry.putAlias("froth", "old", 1);

        registry.deleteAlias("froth", "old");

        assertThat(registry.aliases("froth")).isEmpty();
        assertThat(registry.versions("froth")).containsExactly(published);
        assertThatThrownBy(() -> registry.deleteAlias("froth", "old")).isInstanceOf(ModelNotFound.class);
    }

    @Test
    void publishersAtTheSameTimeGetDifferentVersions() throws Exception {
        List<Integer> versions = AtOnce.call(
                4, () -> publish("froth", UUID.randomUUID(), "weights").version());

        assertThat(versions).containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    @Test
    void publishersOfTheSameOriginAtTheSameTimeGetTheSameVersion() throws Exception {
        UUID job = UUID.randomUUID();
        var next = new AtomicInteger();

        List<ModelVersion> answers = AtOnce.call(4, () -> publish("froth", job, "weights " + next.incrementAndGet()));

        ModelVersion only = answers.get(0);
        assertThat(answers).containsOnly(only);
        assertThat(registry.versions("froth")).containsExactly(only);
        assertThat(content(only, "model.safetensors")).startsWith("weights ");
        assertThat(blobs.list("models/")).hasSize(2);
    }

    @Test
    void aPlainNameIsProductionOrElseTheNewest() throws IOException {
        publish("froth", UUID.randomUUID(), "one");
        publish("froth", UUID.randomUUID(), "two");
        assertThat(registry.resolve(ModelReference.parse("froth")).version()).isEqualTo(2);

        registry.putAlias("froth", "production", 1);
        registry.putAlias("froth", "candidate", 1);
        registry.putAlias("froth", "candidate", 2);

        assertThat(registry.resolve(ModelReference.parse("froth")).version()).isEqualTo(1);
        assertThat(registry.resolve(ModelReference.parse("froth@candidate")).version())
                .isEqualTo(2);
        assertThat(registry.aliases("froth"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("candidate", 2, "production", 1));
    }

    @Test
    void whatDoesNotExistIsNotFound() throws IOException {
        publish("froth", UUID.randomUUID(), "one");

        for (String reference : List.of("foam", "froth@2", "froth@candidate")) {
            assertThatThrownBy(() -> registry.resolve(ModelReference.parse(reference)))
                    .isInstanceOfSatisfying(
                            ModelNotFound.class, e -> assertThat(e.code()).isEqualTo("model_not_found"))
                    .hasMessageContaining(reference);
        }
        assertThatThrownBy(() -> registry.putAlias("froth", "production", 2)).isInstanceOf(ModelNotFound.class);
        assertThatThrownBy(() -> registry.putAlias("foam", "production", 1)).isInstanceOf(ModelNotFound.class);
        assertThatThrownBy(() -> registry.delete("froth", 2)).isInstanceOf(ModelNotFound.class);
        assertThatThrownBy(() -> registry.putAlias("froth", "17", 1)).isInstanceOf(InvalidReference.class);
        assertThat(registry.versions("foam")).isEmpty();
    }

    @Test
    void aDeletedVersionIsGoneWithItsFilesAndItsNumberIsNotUsedAgain() throws IOException {
        publish("froth", UUID.randomUUID(), "one");
        ModelVersion second = publish("froth", UUID.randomUUID(), "two");

        registry.delete("froth", 2);

        assertThatThrownBy(() -> registry.open(second, "model.safetensors")).isInstanceOf(ModelNotFound.class);
        assertThat(blobs.list("models/")).hasSize(2);
        assertThat(publish("froth", UUID.randomUUID(), "three").version()).isEqualTo(3);
    }

    @Test
    void aVersionThatAnAliasPointsToIsNotDeleted() throws IOException {
        ModelVersion version = publish("froth", UUID.randomUUID(), "one");
        registry.putAlias("froth", "production", 1);

        assertThatThrownBy(() -> registry.delete("froth", 1))
                .isInstanceOfSatisfying(
                        VersionInUse.class, e -> assertThat(e.code()).isEqualTo("version_in_use"));

        assertThat(content(version, "model.safetensors")).isEqualTo("one");
    }

    @Test
    void aDamagedFileIsNoticedAtItsEnd() throws IOException {
        ModelVersion version = publish("froth", UUID.randomUUID(), "weights");
        String key = blobs.list("models/").stream()
                .filter(k -> k.endsWith("model.safetensors"))
                .findFirst()
                .orElseThrow();
        for (String damaged : List.of("weightz", "weight", "weightss", "")) {
            blobs.write(key, out -> out.write(damaged.getBytes(UTF_8)));

            assertThatThrownBy(() -> content(version, "model.safetensors"))
                    .isInstanceOfSatisfying(
                            FileDamaged.class, e -> assertThat(e.code()).isEqualTo("model_file_damaged"));
        }
    }

    @Test
    void modelsAreListedByNamePageByPage() throws IOException {
        for (String model : List.of("foam", "droplets", "gravel")) {
            publish(model, UUID.randomUUID(), "one");
        }

        assertThat(registry.models(null, 2)).containsExactly("droplets", "foam");
        assertThat(registry.models("foam", 2)).containsExactly("gravel");
    }

    @Test
    void whereTheAnswerToTheCommitIsLostTheFilesOfAVersionStayAndPublishingAgainAnswersIt() throws IOException {
        UUID origin = UUID.randomUUID();
        transactions.loseNext();
        assertThatThrownBy(() -> publish("froth", origin, "weights")).isInstanceOf(TransactionSystemException.class);

        ModelVersion version = publish("froth", origin, "others");

        assertThat(version.version()).isEqualTo(1);
        assertThat(content(version, "model.safetensors")).isEqualTo("weights");
        assertThat(registry.orphans()).isEmpty();
    }

    private ModelVersion publish(String model, UUID origin, String weights) throws IOException {
        return registry.publish(
                model,
                origin,
                PublishedNetworks.card(),
                Map.of("model.safetensors", out -> out.write(weights.getBytes(UTF_8))));
    }

    private String content(ModelVersion version, String file) throws IOException {
        try (InputStream in = registry.open(version, file)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
