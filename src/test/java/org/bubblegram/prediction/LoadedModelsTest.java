package org.bubblegram.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bubblegram.histogram.Basis;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.loss.Activation;
import org.bubblegram.network.Pooling;
import org.bubblegram.registry.ModelCard;
import org.bubblegram.registry.ModelVersion;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class LoadedModelsTest {
    private final List<String> log = new ArrayList<>();
    private final LoadedModels<String> models = new LoadedModels<>(this::load, handling(), 200, Runnable::run);

    private LoadedModels.Handling<String> handling() {
        return new LoadedModels.Handling<>(name -> 100, name -> log.add("close " + name));
    }

    private static Deadline someTime() {
        return Deadline.in(Duration.ofMinutes(1), System::nanoTime);
    }

    private String load(ModelVersion version) {
        log.add("load " + version.reference());
        return version.reference();
    }

    static ModelVersion version(int number) {
        ModelCard card = new ModelCard(
                List.of("0-1mm", "1mm+"),
                Basis.NUMBER,
                Activation.SOFTMAX,
                Pooling.MAX,
                new ModelCard.Input(32, new Preprocessing(32).fingerprint(), null),
                "none",
                Map.of(),
                List.of(0.5, 0.5),
                new ModelCard.Source("dots", "f00d", 2),
                JsonNodeFactory.instance.objectNode(),
                Map.of(),
                null,
                null,
                Instant.EPOCH);
        return new ModelVersion("froth", number, card, Map.of("model.safetensors", "sha" + number), Instant.EPOCH);
    }

    private static String used(LoadedModels<String> models, int version) throws IOException {
        return models.use(version(version), someTime(), name -> name);
    }

    private void use(int version) throws IOException {
        assertThat(used(models, version)).isEqualTo("froth@" + version);
    }

    @Test
    void aModelIsLoadedOnceAndTheLeastRecentlyUsedMakesRoom() throws IOException {
        use(1);
        use(2);
        use(1);
        use(3);
        use(1);
        assertThat(log).containsExactly("load froth@1", "load froth@2", "load froth@3", "close froth@2");
    }

    @Test
    void aModelInUseStaysOpenWhateverComes() throws IOException {
        models.use(version(1), someTime(), name -> {
            use(2);
            use(3);
            assertThat(log).doesNotContain("close froth@1");
            return name;
        });
        use(3);
        assertThat(log).containsExactly("load froth@1", "load froth@2", "load froth@3", "close froth@2");
    }

    @Test
    void aModelThatDidNotLoadIsTriedAgain() throws IOException {
        boolean[] broken = {true};
        LoadedModels<String> models = new LoadedModels<>(
                version -> {
                    if (broken[0]) {
                        throw new IOException("disk");
                    }
                    return "ready";
                },
                handling(),
                200,
                Runnable::run);
        assertThatThrownBy(() -> models.use(version(1), someTime(), name -> name))
                .hasMessage("disk");
        broken[0] = false;
        assertThat(used(models, 1)).isEqualTo("ready");
    }

    @Test
    void whoeverWaitsForLoadingGivesUpAtTheDeadlineAndTheNextFindsTheModelLoaded() throws IOException {
        List<Runnable> later = new ArrayList<>();
        LoadedModels<String> models = new LoadedModels<>(this::load, handling(), 200, later::add);
        Deadline now = Deadline.in(Duration.ZERO, System::nanoTime);

        assertThatThrownBy(() -> models.use(version(1), now, name -> name)).isInstanceOf(Waiting.TimeIsUp.class);
        later.get(0).run();

        assertThat(used(models, 1)).isEqualTo("froth@1");
        assertThat(log).containsExactly("load froth@1");
    }

    @Test
    void aModelLargerThanTheBoundStaysWhileItIsUsedAndNoLonger() throws IOException {
        LoadedModels<String> small = new LoadedModels<>(this::load, handling(), 50, Runnable::run);
        small.use(version(1), someTime(), name -> log.add("use " + name));
        assertThat(log).containsExactly("load froth@1", "use froth@1", "close froth@1");
    }

    @Test
    void closesAllInTheEnd() throws IOException {
        use(1);
        use(2);
        models.close();
        assertThat(log).endsWith("close froth@1", "close froth@2");
    }
}
