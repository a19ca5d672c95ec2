package org.bubblegram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.Backbone;
import org.bubblegram.network.HeadOptions;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.network.Pooling;
import org.bubblegram.registry.GoldenVectors;
import org.bubblegram.storage.Sha256;
import org.flywaydb.core.Flyway;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/** Database and files as an earlier release left them; what they hold says {@code upgrade/README.md}. */
final class EarlierRelease {
    /** The newest migration that it knew. */
    static final String SCHEMA = "5";

    private static final String VERSION =
            "models/froth/90c1b879-7b07-4f5d-9552-118268918ca2/c8116b85-72f0-46f6-aca9-be8c9be56048";

    private EarlierRelease() {}

    /**
     * Fills an empty database and the folder of files.
     *
     * @param blobs the directory of stored files, or of the bucket
     */
    static void restore(DataSource database, Path blobs) {
        Flyway.configure().dataSource(database).target(SCHEMA).load().migrate();
        new ResourceDatabasePopulator(new ClassPathResource("upgrade/rows.sql")).execute(database);
        try {
            FileSystemUtils.copyRecursively(
                    new ClassPathResource("upgrade/blobs").getFile().toPath(), blobs);
            writeNetwork(blobs.resolve(VERSION), JdbcClient.create(database));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without ONNX, as versions were before there was any. */
    private static void writeNetwork(Path folder, JdbcClient jdbc) throws IOException {
        TensorEngine.evaluateOnly();
        Path weights = folder.resolve("model.safetensors");
        Path golden = folder.resolve("golden.json");
        try (Backbone backbone = Backbone.random(1);
                HistogramNetwork network = HistogramNetwork.of(backbone, HeadOptions.plain(Pooling.MAX), 6, 1);
                var out = Files.newOutputStream(weights)) {
            network.write(out);
            Files.write(golden, JsonMapper.shared().writeValueAsBytes(GoldenVectors.of(network, 32)));
        }
        jdbc.sql("delete from model_file where name = 'model.onnx'").update();
        for (Path file : new Path[] {weights, golden}) {
            jdbc.sql("update model_file set sha256 = :sha256 where name = :name")
                    .params(Map.of(
                            "sha256",
                            Sha256.of(file),
                            "name",
                            file.getFileName().toString()))
                    .update();
        }
    }

    /** Of the data set {@code froth}. */
    static byte[] picture(int sample) throws IOException {
        return new ClassPathResource("upgrade/blobs/datasets/a27ed977-a870-49b3-9e62-cc2bd435fa8f/" + sample + ".png")
                .getContentAsByteArray();
    }

    /** A job that was being done when the release was stopped, and one that waited for it. */
    static final UUID RUNNING = UUID.fromString("f852b828-21a1-437e-8e18-83b38db50897");

    static final UUID QUEUED = UUID.fromString("6b66b4d3-6825-4bc9-bff0-05b0c1070d02");
    static final UUID SUCCEEDED = UUID.fromString("90c1b879-7b07-4f5d-9552-118268918ca2");
    static final UUID EVALUATION = UUID.fromString("95b2180c-8219-4b5c-b451-8269685088f4");
    static final UUID COMPARISON = UUID.fromString("afc4b0a3-a23c-42e5-b9ae-3d9e2dc153f3");
}
