package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bubblegram.Api;
import org.bubblegram.ServedApi;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.NetworkFiles;
import org.bubblegram.registry.PublishedNetworks;
import org.bubblegram.rendering.BubbleRenderer;
import org.bubblegram.rendering.RenderSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Versions as their users bring them back, or bring them to another installation. */
@TestPropertySource(
        properties = {
            "bubblegram.monitoring.every=1h", // its files would come and go among those that are compared
            "spring.datasource.url=jdbc:h2:mem:import;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class ImportApiTest extends ServedApi {
    @Autowired
    private NetworkFiles networks;

    @Autowired
    private ModelRegistry registry;

    @Value("${bubblegram.home}")
    private Path home;

    private static byte[] archive = {}; // of froth@1: it is large, and the same for all tests

    @BeforeEach
    void export() throws Exception {
        if (registry.versions("froth").isEmpty()) {
            TensorEngine.evaluateOnly();
            try (HistogramNetwork network = PublishedNetworks.network()) {
                var files = new NetworkFiles.Networks(network, PublishedNetworks.autoencoder());
                networks.publish("froth", UUID.randomUUID(), PublishedNetworks.tellingNovelty(), files, () -> {});
            }
            archive = HttpClient.newHttpClient()
                    .send(
                            api.request("/v1/models/froth/versions/1/export?format=archive")
                                    .build(),
                            BodyHandlers.ofByteArray())
                    .body();
        }
    }

    private HttpResponse<String> bring(String name, byte[] content) throws Exception {
        return api.post("/v1/models?name=" + name, "application/zip", BodyPublishers.ofByteArray(content));
    }

    private HttpResponse<String> bring(String name, byte[] content, String key) throws Exception {
        return api.send(api.request("/v1/models?name=" + name)
                .header("Content-Type", "application/zip")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofByteArray(content)));
    }

    private JsonNode prediction(String model) throws Exception {
        byte[] png = new BubbleRenderer(new RenderSpec(1, 4L, 80, 64, null))
                .render(0)
                .png();
        HttpResponse<String> answer =
                api.post("/v1/models/" + model + "/predictions", "image/png", BodyPublishers.ofByteArray(png));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Api.json(answer);
    }

    @Test
    void anExportedVersionIsImportedWholeAndPredictsTheSame() throws Exception {
        HttpResponse<String> answer = bring("moved", archive);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).hasValue("/v1/models/moved/versions/1");
        JsonNode moved = api.get("/v1/models/moved/versions/1");
        JsonNode froth = api.get("/v1/models/froth/versions/1");
        assertThat(moved).isEqualTo(Api.json(answer));
        assertThat(moved.get("card")).isEqualTo(froth.get("card"));
        assertThat(moved.get("files")).isEqualTo(froth.get("files"));
        JsonNode there = prediction("moved");
        JsonNode here = prediction("froth");
        assertThat(there.get("model").asString()).isEqualTo("moved@1");
        assertThat(there.get("histogram")).isEqualTo(here.get("histogram"));
        assertThat(there.get("statistics")).isEqualTo(here.get("statistics"));
        assertThat(there.get("novelty")).isNotNull().isEqualTo(here.get("novelty"));
    }

    @Test
    void theOnnxFileOfAnArchiveIsNotUsedButMadeAnew() throws Exception {
        byte[] other = ArchiveEntries.of(archive)
                .put("model.onnx", "another network")
                .summed()
                .zip();

        assertThat(bring("anew", other).statusCode()).isEqualTo(201);

        assertThat(registry.resolve(ModelReference.parse("anew@1")).files().get("model.onnx"))
                .isEqualTo(registry.resolve(ModelReference.parse("froth@1"))
                        .files()
                        .get("model.onnx"));
    }

    @Test
    void theSameKeyMakesOneVersionAndAnotherRequestMayNotUseIt() throws Exception {
        JsonNode first = Api.json(bring("once", archive, "k1"));

        assertThat(Api.json(bring("once", archive, "k1"))).isEqualTo(first);
        assertThat(Api.json(bring("once", archive, "k2")).get("version").asInt())
                .isEqualTo(2);
        byte[] other = ArchiveEntries.of(archive)
                .edit("card.json", card -> card.replace("0123abcd", "4567abcd"))
                .summed()
                .zip();
        byte[] another = ArchiveEntries.of(archive)
                .put("autoencoder.safetensors", PublishedNetworks.anotherAutoencoder())
                .summed()
                .zip();
        for (HttpResponse<String> refused :
                List.of(bring("twice", archive, "k1"), bring("once", other, "k1"), bring("once", another, "k1"))) {
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(Api.json(refused).get("code").asString()).isEqualTo("idempotency_key_reused");
        }
        assertThat(registry.versions("once")).hasSize(2);
        assertThat(registry.versions("twice")).isEmpty();
    }

    /** With weights of a few bytes, for none of these archives comes so far that they are read, but the last. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("org.bubblegram.web.DamagedArchives#all")
    void aDamagedArchiveIsRefusedAndNothingIsLeftBehind(
            String what, String code, String file, Function<ArchiveEntries, byte[]> damaged) throws Exception {
        ArchiveEntries small = ArchiveEntries.of(archive)
                .remove("model.onnx")
                .put("model.safetensors", "small")
                .summed();

        assertRefused(damaged.apply(small), code, file);
    }

    @Test
    void weightsThatDoNotGiveTheGoldenVectorsAreRefusedAndNothingIsLeftBehind() throws Exception {
        ArchiveEntries other = ArchiveEntries.of(archive).remove("model.onnx");
        JsonNode logits =
                JsonMapper.shared().readTree(other.text("golden.json")).get("logits");
        double first = logits.get(0).get(0).asDouble();
        String golden =
                "{\"size\":32,\"logits\":[[" + (first + 1) + "," + logits.get(0).get(1) + "]]}";

        assertRefused(other.put("golden.json", golden).summed().zip(), "model_not_reproduced", "model.safetensors");
    }

    private void assertRefused(byte[] content, String code, String file) throws Exception {
        List<Path> before = files();

        HttpResponse<String> answer = bring("refused", content);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        JsonNode problem = Api.json(answer);
        assertThat(answer.body())
                .doesNotContain("tools.jackson", "org.bubblegram", "JsonReadFeature", "reference chain");
        assertThat(problem.get("code").asString()).as(answer.body()).isEqualTo(code);
        assertThat(problem.get("errors").get(0).get("field").asString()).isEqualTo(file);
        assertThat(registry.versions("refused")).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            '',           application/zip,  400, name
            ?name=No Name, application/zip, 400, name
            ?name=x&as=y, application/zip,  400, as
            ?name=x,      text/plain,       415,
            """)
    void aRequestThatIsNoneIsRefused(String query, String type, int status, String field) throws Exception {
        HttpResponse<String> answer =
                api.post("/v1/models" + query.replace(" ", "%20"), type, BodyPublishers.ofByteArray(new byte[3]));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        if (field != null) {
            assertThat(Api.json(answer).get("errors").get(0).get("field").asString())
                    .isEqualTo(field);
        }
    }
}
