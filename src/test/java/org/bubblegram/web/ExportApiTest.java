package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.registry.GoldenVectors;
import org.bubblegram.registry.ModelCard;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.ModelVersion;
import org.bubblegram.registry.NetworkFiles;
import org.bubblegram.registry.PublishedNetworks;
import org.bubblegram.storage.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Versions as their users take them away. */
@DirtiesContext // frees the memory of its models
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "bubblegram.demo.enabled=false",
            "spring.datasource.url=jdbc:h2:mem:export;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class ExportApiTest {
    @TempDir
    private static Path home;

    @DynamicPropertySource
    static void home(DynamicPropertyRegistry registry) throws IOException {
        Path left =
                Files.createFile(Files.createDirectories(home.resolve("onnx")).resolve("model-1.onnx"));
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        registry.add("bubblegram.home", () -> home.toString());
    }

    private final HttpClient client = HttpClient.newHttpClient();

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private ModelRegistry registry;

    @Autowired
    private NetworkFiles networks;

    private HttpRequest.Builder request(String model, String query) {
        String path = "/v1/models/%s/versions/1/export%s".formatted(model, query);
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofMinutes(2));
    }

    private HttpResponse<byte[]> get(String model, String query) throws IOException, InterruptedException {
        return client.send(request(model, query).build(), BodyHandlers.ofByteArray());
    }

    private ModelVersion published() throws IOException {
        return published(PublishedNetworks.card());
    }

    private ModelVersion published(ModelCard card) throws IOException {
        TensorEngine.evaluateOnly();
        try (HistogramNetwork network = PublishedNetworks.network()) {
            String name = "froth-" + UUID.randomUUID();
            return networks.publish(name, UUID.randomUUID(), card, network);
        }
    }

    @Test
    void whatAKilledProcessLeftOfAnExportIsGone() {
        assertThat(home.resolve("onnx")).isDirectoryNotContaining("glob:**model-1.onnx");
    }

    @Test
    void everyFormatComesWithItsTypeNameLengthAndDigest() throws Exception {
        ModelVersion version = published();
        for (String[] format : new String[][] {{"onnx", "model.onnx"}, {"safetensors", "model.safetensors"}}) {
            HttpResponse<byte[]> answer = get(version.model(), "?format=" + format[0]);

            String sha256 = version.files().get(format[1]);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Sha256.of(answer.body())).isEqualTo(sha256);
            assertThat(header(answer, "ETag")).isEqualTo("\"" + sha256 + "\"");
            assertThat(header(answer, "Content-Type")).isEqualTo("application/octet-stream");
            assertThat(header(answer, "Content-Length")).isEqualTo(String.valueOf(answer.body().length));
            assertThat(header(answer, "Content-Disposition"))
                    .isEqualTo("attachment; filename=\"%s-1.%s\"".formatted(version.model(), format[0]));
        }
        HttpResponse<byte[]> archive = get(version.model(), "?format=archive");
        assertThat(header(archive, "Content-Type")).isEqualTo("application/zip");
        assertThat(header(archive, "Content-Disposition")).endsWith("-1.zip\"");
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive.body()))) {
            assertThat(zip.getNextEntry().getName()).isEqualTo("card.json");
            assertThat(Sha256.of(zip.readAllBytes())).isEqualTo(version.files().get("card.json"));
        }
        for (String format : List.of("onnx", "archive")) {
            assertUnchanged(version, format);
        }
    }

    private void assertUnchanged(ModelVersion version, String format) throws IOException, InterruptedException {
        HttpRequest.Builder head = request(version.model(), "?format=" + format);
        HttpResponse<byte[]> told =
                client.send(head.method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofByteArray());
        assertThat(told.statusCode()).isEqualTo(200);

        HttpRequest.Builder again = request(version.model(), "?format=" + format);
        HttpResponse<byte[]> answer =
                client.send(again.header("If-None-Match", header(told, "ETag")).build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void aVersionFromBeforeThereWasOnnxIsExportedToo() throws Exception {
        TensorEngine.evaluateOnly();
        try (HistogramNetwork network = PublishedNetworks.network()) {
            PublishedNetworks.withoutOnnx(registry, network, GoldenVectors.of(network, 32));
        }

        byte[] file = get("old", "?format=onnx").body();

        assertThat(registry.resolve(ModelReference.parse("old@1")).files().get("model.onnx"))
                .isEqualTo(Sha256.of(file));
    }

    @Test
    void aDamagedFileIsAProblemAndTheModelIsNotReady() throws Exception {
        ModelVersion whole = published(PublishedNetworks.servable());
        ModelVersion damaged = published(PublishedNetworks.servable());
        damage(damaged.model(), "model.onnx");

        for (String format : List.of("onnx", "archive")) {
            HttpResponse<byte[]> answer = get(damaged.model(), "?format=" + format);
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(JsonMapper.shared().readTree(answer.body()).path("code").asString())
                    .isEqualTo("model_file_damaged");
            assertThat(header(answer, "ETag")).isEmpty();
            assertThat(header(answer, "Content-Disposition")).isEmpty();
        }
        assertThat(get(damaged.model(), "?format=safetensors").statusCode()).isEqualTo(200);
        assertReady(whole.model(), 200, true);
        assertReady(damaged.model(), 503, false);
    }

    private void assertReady(String model, int status, boolean ready) throws IOException, InterruptedException {
        for (String path : List.of("", "/versions/1")) {
            URI address = URI.create("http://127.0.0.1:%d/v2/models/%s%s/ready".formatted(port, model, path));
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).isEqualTo("{\"name\":\"%s\",\"ready\":%s}".formatted(model, ready));
        }
    }

    private static void damage(String model, String name) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("blobs/models").resolve(model))) {
            Path path = files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
            byte[] content = Files.readAllBytes(path);
            content[content.length - 1]++;
            Files.write(path, content);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            ?format=pickle,        400, invalid_request, format, 'must be one of onnx, safetensors, archive'
            '',                    400, invalid_request, format, is missing
            ?format=onnx&as=file,  400, invalid_request, as,     is not a known parameter
            ?format=onnx,          404, model_not_found,,
            """)
    void whatCannotBeExportedIsRefused(String query, int status, String code, String field, String message)
            throws Exception {
        HttpResponse<byte[]> answer = get("none", query);

        JsonNode problem = JsonMapper.shared().readTree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(problem.path("code").asString()).isEqualTo(code);
        if (field != null) {
            assertThat(problem.path("errors").get(0).path("field").asString()).isEqualTo(field);
            assertThat(problem.path("errors").get(0).path("message").asString()).isEqualTo(message);
        }
    }
}
