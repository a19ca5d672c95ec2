package org.bubblegram.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.bubblegram.MemoryBlobs;
import org.bubblegram.MigratedDatabase;
import org.bubblegram.registry.ModelNotFound;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.ModelVersion;
import org.bubblegram.registry.PublishedNetworks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Models are names here, and what loads them waits until the test lets it. */
class SuccessionTest {
    private static final ModelReference FROTH = ModelReference.parse("froth");

    private final MigratedDatabase database = MigratedDatabase.create();
    private final ModelRegistry registry = new ModelRegistry(
            database.jdbc(),
            database.transactions(),
            new MemoryBlobs(),
            JsonMapper.builder().build(),
            Clock.systemUTC());
    private final Queue<Runnable> loading = new ArrayDeque<>();
    private final List<String> loaded = new ArrayList<>();
    private final LoadedModels<String> models =
            new LoadedModels<>(this::load, new LoadedModels.Handling<>(name -> 100, name -> {}), 250, loading::add);
    private Instant now = Instant.EPOCH;
    private final Succession succession = new Succession(registry, models, () -> now);
    private boolean broken;

    @AfterEach
    void close() {
        database.close();
    }

    private String load(ModelVersion version) throws IOException {
        if (broken) {
            throw new IOException("disk");
        }
        loaded.add(version.reference());
        return version.reference();
    }

    private ModelVersion publish() throws IOException {
        return registry.publish("froth", UUID.randomUUID(), PublishedNetworks.card(), Map.of());
    }

    /** As a request does: in memory, once it has been answered. */
    private String answeredBy(ModelReference reference) throws IOException {
        ModelVersion version = succession.resolve(reference);
        if (!models.holds(version)) {
            CompletableFuture<?> coming = models.prepare(version);
            loadAll();
            assertThat(coming).isCompleted();
        }
        return version.reference();
    }

    private void loadAll() {
        while (!loading.isEmpty()) {
            loading.remove().run();
        }
    }

    @Test
    void theVersionBeforeAnswersUntilTheNewestIsInMemory() throws IOException {
        publish();
        assertThat(answeredBy(FROTH)).isEqualTo("froth@1");
        publish();

        assertThat(answeredBy(FROTH)).isEqualTo("froth@1");
        assertThat(answeredBy(FROTH)).isEqualTo("froth@1");
        assertThat(loading).as("it is loaded once").hasSize(1);
        loadAll();

        assertThat(answeredBy(FROTH)).isEqualTo("froth@2");
        assertThat(loaded).containsExactly("froth@1", "froth@2");
    }

    @Test
    void aVersionThatIsNamedAnswersAtOnce() throws IOException {
        publish();
        answeredBy(FROTH);
        publish();

        assertThat(answeredBy(ModelReference.parse("froth@2"))).isEqualTo("froth@2");
        assertThat(answeredBy(FROTH)).as("as it is in memory now").isEqualTo("froth@2");
    }

    @Test
    void aVersionThatCannotBeLoadedLeavesTheOneBeforeAndIsTriedAgainAfterAMinute() throws IOException {
        publish();
        answeredBy(FROTH);
        publish();
        broken = true;
        answeredBy(FROTH);
        loadAll();
        broken = false;

        now = now.plus(Duration.ofSeconds(59));
        assertThat(answeredBy(FROTH)).isEqualTo("froth@1");
        assertThat(loading).isEmpty();
        now = now.plus(Duration.ofSeconds(1));
        assertThat(answeredBy(FROTH)).isEqualTo("froth@1");
        loadAll();

        assertThat(answeredBy(FROTH)).isEqualTo("froth@2");
    }

    @Test
    void anAliasMovesAtOnceForItsVersionIsLoadedBefore() throws IOException {
        publish();
        answeredBy(FROTH);
        publish();
        registry.putAlias("froth", ModelReference.PRODUCTION, 2);

        assertThat(succession.resolve(FROTH).reference()).isEqualTo("froth@2");
    }

    @Test
    void aVersionThatIsDeletedAnswersNoMore() throws IOException {
        publish();
        answeredBy(FROTH);
        publish();
        answeredBy(FROTH);
        registry.delete("froth", 1);

        assertThat(succession.resolve(FROTH).reference()).isEqualTo("froth@2");
        registry.delete("froth", 2);
        assertThatThrownBy(() -> succession.resolve(FROTH)).isInstanceOf(ModelNotFound.class);
    }

    @Test
    void whereTheNewestIsDeletedTheOneBeforeItAnswers() throws IOException {
        publish();
        publish();
        assertThat(answeredBy(FROTH)).isEqualTo("froth@2");
        registry.delete("froth", 2);

        assertThat(answeredBy(FROTH)).isEqualTo("froth@1");
    }

    @Test
    void whereTheVersionBeforeIsNotInMemoryAnyMoreNothingIsWonByWaiting() throws IOException {
        publish();
        answeredBy(FROTH);
        for (String other : List.of("foam", "sand")) { // there is room for two
            registry.publish(other, UUID.randomUUID(), PublishedNetworks.card(), Map.of());
            answeredBy(ModelReference.parse(other));
        }
        publish();

        assertThat(succession.resolve(FROTH).reference()).isEqualTo("froth@2");
    }

    @Test
    void theNewestTakesOverEvenWhereThereIsRoomForOneAlone() throws IOException {
        LoadedModels<String> small =
                new LoadedModels<>(this::load, new LoadedModels.Handling<>(name -> 100, name -> {}), 100, loading::add);
        Succession tight = new Succession(registry, small, () -> now);
        publish();
        CompletableFuture<?> coming = small.prepare(tight.resolve(FROTH));
        loadAll();
        assertThat(coming).isCompleted();
        publish();
        assertThat(tight.resolve(FROTH).reference()).isEqualTo("froth@1");
        loadAll();

        assertThat(tight.resolve(FROTH).reference()).isEqualTo("froth@2");
    }
}
