package org.bubblegram.dataset;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.storage.Commit;
import org.bubblegram.storage.CreationKey;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Data sets and samples in the database. */
final class DatasetTable {
    private static final int BATCH = 500;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcOperations jdbc;
    private final JdbcClient client;
    private final TransactionOperations transactions;

    DatasetTable(JdbcOperations jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
        this.transactions = transactions;
    }

    /** @param key how it was created, or null */
    record Created(Dataset dataset, @Nullable CreationKey key) {}

    Optional<Dataset> find(String name) {
        return client.sql("select * from dataset where name = ?")
                .param(name)
                .query((row, number) -> created(row).dataset())
                .optional();
    }

    Optional<Created> findCreated(String key) {
        return client.sql("select * from dataset where creation_key = ?")
                .param(key)
                .query((row, number) -> created(row))
                .optional();
    }

    long count() {
        return client.sql("select count(*) from dataset").query(Long.class).single();
    }

    List<UUID> ids() {
        return client.sql("select id from dataset").query(UUID.class).list();
    }

    List<Dataset> list(String after, int limit) {
        return client.sql("select * from dataset where name > ? order by name limit ?")
                .params(after, limit)
                .query((row, number) -> created(row).dataset())
                .list();
    }

    List<Sample> samples(UUID dataset, int after, int limit) {
        return client.sql("select * from sample where dataset_id = ? and id > ? order by id limit ?")
                .params(dataset, after, limit)
                .query((row, number) -> sample(row))
                .list();
    }

    /** To insert all in one transaction. */
    Commit commit() {
        return new Commit(transactions);
    }

    /** @throws org.springframework.dao.DuplicateKeyException if name or key is taken */
    Dataset insert(Dataset dataset, @Nullable CreationKey key, List<Sample> samples) {
        insert(dataset, key);
        jdbc.batchUpdate(
                "insert into sample (dataset_id, id, image, group_name, split, target, weight, pixel_size, blob,"
                        + " width, height) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                samples,
                BATCH,
                (statement, sample) -> set(statement, dataset.id(), sample));
        return dataset;
    }

    private void insert(Dataset dataset, @Nullable CreationKey key) {
        jdbc.update(
                "insert into dataset (id, name, bins, basis, samples, fingerprint, report, creation_key,"
                        + " creation_digest, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                dataset.id(),
                dataset.name(),
                dataset.bins().toString(),
                dataset.basis().name(),
                dataset.samples(),
                dataset.fingerprint(),
                JSON.writeValueAsString(dataset.report()),
                key == null ? null : key.key(),
                key == null ? null : key.requestDigest(),
                OffsetDateTime.ofInstant(dataset.createdAt(), ZoneOffset.UTC));
    }

    /** Removes the rows of a data set; false where there are none. */
    boolean delete(UUID dataset) {
        return Boolean.TRUE.equals(transactions.execute(status -> {
            client.sql("delete from sample where dataset_id = ?").param(dataset).update();
            return client.sql("delete from dataset where id = ?").param(dataset).update() == 1;
        }));
    }

    private static void set(PreparedStatement statement, UUID dataset, Sample sample) throws SQLException {
        Split split = sample.split();
        statement.setObject(1, dataset);
        statement.setInt(2, sample.id());
        statement.setString(3, sample.image());
        statement.setString(4, sample.group());
        statement.setString(5, split == null ? null : split.name());
        statement.setString(6, targetJson(sample.target()));
        statement.setDouble(7, sample.weight());
        statement.setObject(8, sample.pixelSize(), Types.DOUBLE);
        statement.setString(9, sample.blob());
        statement.setInt(10, sample.width());
        statement.setInt(11, sample.height());
    }

    private static String targetJson(Target target) {
        return JSON.writeValueAsString(Arrays.stream(target.fractions())
                .mapToObj(fraction -> Double.isNaN(fraction) ? null : Double.valueOf(fraction))
                .toArray());
    }

    private static Target target(String json) {
        return new Target(Arrays.stream(JSON.readValue(json, Double[].class))
                .mapToDouble(fraction -> Objects.requireNonNullElse(fraction, Double.NaN))
                .toArray());
    }

    private static Created created(ResultSet row) throws SQLException {
        Dataset dataset = new Dataset(
                row.getObject("id", UUID.class),
                row.getString("name"),
                SizeBins.parse(List.of(row.getString("bins").split(","))),
                Basis.valueOf(row.getString("basis")),
                row.getInt("samples"),
                row.getString("fingerprint"),
                JSON.readValue(row.getString("report"), LabelReport.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
        String key = row.getString("creation_key");
        return new Created(dataset, key == null ? null : new CreationKey(key, row.getString("creation_digest")));
    }

    private static Sample sample(ResultSet row) throws SQLException {
        return new Sample(
                row.getInt("id"),
                row.getString("image"),
                row.getString("group_name"),
                Split.ofKey(row.getString("split")),
                target(row.getString("target")),
                row.getDouble("weight"),
                row.getObject("pixel_size", Double.class),
                row.getString("blob"),
                row.getInt("width"),
                row.getInt("height"));
    }
}
