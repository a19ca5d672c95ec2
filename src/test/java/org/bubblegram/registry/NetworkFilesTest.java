package org.bubblegram.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.bubblegram.AtOnce;
import org.bubblegram.MemoryBlobs;
import org.bubblegram.MigratedDatabase;
import org.bubblegram.engine.OnnxModel;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.storage.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class NetworkFilesTest {
    @TempDir
    private Path folder;

    private final MigratedDatabase database = MigratedDatabase.create();
    private final MemoryBlobs blobs = new MemoryBlobs();
    private final JsonMapper json = JsonMapper.builder().build();
    private final ModelRegistry registry =
            new ModelRegistry(database.jdbc(), database.transactions(), blobs, json, Clock.systemUTC());
    private final HistogramNetwork network = PublishedNetworks.network();

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    @AfterEach
    void close() {
        network.close();
        database.close();
    }

    private NetworkFiles files() {
        return new NetworkFiles(registry, json, folder);
    }

    private ModelVersion publish() throws IOException {
        try (NetworkFiles files = files()) {
            return files.publish("froth", UUID.randomUUID(), PublishedNetworks.card(), network);
        }
    }

    @Test
    void aPublishedVersionHasAnOnnxFileThatAnswersAsItsNetworkAndSaysWhatItsAnswersMean() throws IOException {
        ModelVersion version = publish();

        assertThat(version.files())
                .containsOnlyKeys("card.json", "golden.json", "model.onnx", "model.safetensors")
                .containsEntry("model.onnx", Sha256.of(content(version, "model.onnx")));
        try (NetworkFiles files = files();
                OnnxModel model = files.open(version)) {
            float[] logits = model.run(OnnxModel.channelsFirst(FloatBuffer.wrap(GoldenVectors.input(1, 32))), 1, 32, 32)
                    .logits()[0];
            List<Float> golden = GoldenVectors.of(network, 32).logits().get(1);
            assertThat(logits[0]).isCloseTo(golden.get(0), within(1e-4f));
            assertThat(logits[1]).isCloseTo(golden.get(1), within(1e-4f));
            assertThat(model.properties())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "bins", "0-10mm,10mm+",
                            "basis", "number",
                            "unit", "mm",
                            "activation", "normalized-sigmoid",
                            "preprocessing", "square of 32",
                            "inputSize", "32"));
        }
        assertNothingTemporaryIsLeft();
    }

    @Test
    void anExportThatDiffersFromItsNetworkInOneWeightIsNotReproduced() throws IOException {
        GoldenVectors golden = GoldenVectors.of(network, 32);
        try (OnnxFile file = OnnxFile.of(network, PublishedNetworks.card(), golden, folder);
                OnnxModel exported = OnnxModel.open(file.path())) {
            network.weights().get("head.bias").addi(0.001);

            assertThatThrownBy(() -> golden.verifyExport(network, exported))
                    .isInstanceOfSatisfying(
                            NotReproduced.class, e -> assertThat(e.code()).isEqualTo("model_not_reproduced"))
                    .hasMessageContaining("logits differ");

            network.weights().get("head.bias").addi(-0.001);
            golden.verifyExport(network, exported);

            network.weights().get("layer4.2.bn3.bias").addi(0.01);
            network.weights().get("head.weight").muli(0);
            assertThatThrownBy(() -> golden.verifyExport(network, exported)).isInstanceOf(NotReproduced.class);
        }
    }

    @Test
    void aNetworkWhoseExportCannotBeVerifiedIsNotPublished() throws IOException {
        network.weights().get("head.bias").muli(Float.NaN);

        assertThatThrownBy(this::publish).isInstanceOf(NotReproduced.class);

        assertThat(registry.versions("froth")).isEmpty();
        assertThat(blobs.list("models/")).isEmpty();
        assertNothingTemporaryIsLeft();
    }

    @Test
    void aVersionFromBeforeGetsItsOnnxFileOnceForAllWhoAskAtTheSameTime() throws Exception {
        GoldenVectors golden = GoldenVectors.of(network, 32);
        ModelVersion old = PublishedNetworks.withoutOnnx(registry, network, golden);
        assertThat(old.files()).doesNotContainKey("model.onnx");

        try (NetworkFiles files = files()) {
            List<ModelVersion> answers = AtOnce.call(3, () -> files.withOnnx(old));

            ModelVersion stored = registry.resolve(ModelReference.parse("old@1"));
            assertThat(answers).containsOnly(stored);
            assertThat(files.withOnnx(stored)).isSameAs(stored);
            assertThat(stored.files().get("model.onnx")).isEqualTo(Sha256.of(content(stored, "model.onnx")));
            assertThat(publish().files().get("model.onnx"))
                    .as("as if it were published now")
                    .isEqualTo(stored.files().get("model.onnx"));
        }
    }

    @Test
    void aFileThatAnotherAddedFirstStays() throws Exception {
        ModelVersion version = publish();
        Path other = Files.writeString(folder.resolve("other"), "other");

        ModelVersion after = registry.add(version, "model.onnx", other);

        assertThat(after).isEqualTo(version);
        assertThat(Sha256.of(content(after, "model.onnx")))
                .isEqualTo(version.files().get("model.onnx"));
    }

    @Test
    void aVersionFromBeforeThatDoesNotReproduceItsGoldenVectorsGetsNone() throws Exception {
        GoldenVectors golden = GoldenVectors.of(network, 32);
        network.weights().get("head.bias").addi(0.5);
        ModelVersion old = PublishedNetworks.withoutOnnx(registry, network, golden);

        try (NetworkFiles files = files()) {
            assertThatThrownBy(() -> files.withOnnx(old)).isInstanceOf(NotReproduced.class);
        }
        assertThat(registry.resolve(ModelReference.parse("old")).files()).doesNotContainKey("model.onnx");
    }

    @Test
    void aDamagedOnnxFileIsNotOpened() throws Exception {
        ModelVersion version = publish();
        damage("model.onnx");

        try (NetworkFiles files = files()) {
            assertThatThrownBy(() -> files.open(version)).isInstanceOf(FileDamaged.class);
        }
        assertNothingTemporaryIsLeft();
    }

    @Test
    void anArchiveHoldsEveryFileAndTheDigestsOfAll() throws Exception {
        ModelVersion version = publish();
        byte[] zip = archive(version);

        Map<String, byte[]> entries = entries(zip);

        assertThat(entries)
                .containsOnlyKeys("card.json", "golden.json", "model.onnx", "model.safetensors", "SHA256SUMS");
        for (String file : version.files().keySet()) {
            assertThat(entries.get(file)).as(file).isEqualTo(content(version, file));
        }
        assertThat(new String(entries.get("SHA256SUMS"), StandardCharsets.UTF_8))
                .isEqualTo(version.files().entrySet().stream()
                        .map(file -> file.getValue() + "  " + file.getKey() + "\n")
                        .collect(Collectors.joining()));
        assertThat(archive(version)).isEqualTo(zip);
        assertThat(new VersionArchive(registry).digest(version)).isEqualTo(Sha256.of(entries.get("SHA256SUMS")));
    }

    @Test
    void anArchiveOfADamagedVersionFails() throws Exception {
        ModelVersion version = publish();
        damage("golden.json");

        assertThatThrownBy(() -> archive(version)).isInstanceOf(FileDamaged.class);
    }

    private byte[] archive(ModelVersion version) throws IOException {
        var out = new ByteArrayOutputStream();
        new VersionArchive(registry).write(version, out);
        return out.toByteArray();
    }

    private static Map<String, byte[]> entries(byte[] zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private void damage(String file) throws IOException {
        for (String key : blobs.list("models/")) {
            if (key.endsWith(file)) {
                byte[] content = blobs.read(key).readAllBytes();
                content[content.length / 2]++;
                blobs.write(key, out -> out.write(content));
            }
        }
    }

    private byte[] content(ModelVersion version, String file) throws IOException {
        try (InputStream in = registry.open(version, file)) {
            return in.readAllBytes();
        }
    }

    private void assertNothingTemporaryIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
