package org.bubblegram.jobs;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.bubblegram.dataset.Split;
import org.bubblegram.evaluation.EvaluatedSample;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What evaluations made of each sample, as rows: a page is read by an index, however many there are. */
final class EvaluationSamples {
    private static final int PAGE = 500;

    // the first column, which is the same in all rows, shows H2 that the index has this order
    private static final String IN_ORDER = """
            select * from evaluation_sample where evaluation_id = ? and sample_id > ?
            order by evaluation_id, sample_id fetch first ? rows only
            """;
    private static final String WORST = """
            select * from evaluation_sample where evaluation_id = ?
            order by evaluation_id, loss desc, sample_id fetch first ? rows only
            """;
    static final String WORST_AFTER = """
            select * from evaluation_sample
            where evaluation_id = ? and loss <= ? and (loss < ? or sample_id > ?)
            order by evaluation_id, loss desc, sample_id fetch first ? rows only
            """;

    private final JdbcOperations jdbc;
    private final JdbcClient client;
    private final JsonMapper json;

    EvaluationSamples(JdbcOperations jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.client = JdbcClient.create(jdbc);
        this.json = json;
    }

    void insert(UUID evaluation, List<EvaluatedSample> samples) {
        jdbc.batchUpdate(
                "insert into evaluation_sample (evaluation_id, sample_id, image, group_name, split, weight, loss, target,"
                        + " prediction) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                samples,
                samples.size(),
                (statement, sample) -> set(statement, evaluation, sample));
    }

    private void set(PreparedStatement statement, UUID evaluation, EvaluatedSample sample) throws SQLException {
        Split split = sample.split();
        statement.setObject(1, evaluation);
        statement.setInt(2, sample.id());
        statement.setString(3, sample.image());
        statement.setString(4, sample.group());
        statement.setString(5, split == null ? null : split.key());
        statement.setDouble(6, sample.weight());
        statement.setDouble(7, sample.loss());
        statement.setString(8, json.writeValueAsString(sample.target()));
        statement.setString(9, json.writeValueAsString(sample.prediction()));
    }

    /** Id of the last sample that is kept; they are kept in order. -1 where there is none. */
    int last(UUID evaluation) {
        return client.sql("select coalesce(max(sample_id), -1) from evaluation_sample where evaluation_id = ?")
                .param(evaluation)
                .query(Integer.class)
                .single();
    }

    List<EvaluatedSample> page(UUID evaluation, SampleOrder order, @Nullable Integer after, int limit) {
        return switch (order) {
            case SAMPLE -> query(IN_ORDER, evaluation, after == null ? -1 : after, limit);
            case LOSS ->
                after == null
                        ? query(WORST, evaluation, limit)
                        : loss(evaluation, after)
                                .map(loss -> query(WORST_AFTER, evaluation, loss, loss, after, limit))
                                .orElse(List.of());
        };
    }

    private Optional<Double> loss(UUID evaluation, int sample) {
        return client.sql("select loss from evaluation_sample where evaluation_id = ? and sample_id = ?")
                .params(evaluation, sample)
                .query(Double.class)
                .optional();
    }

    private List<EvaluatedSample> query(String sql, Object... parameters) {
        return client.sql(sql).params(parameters).query(this::sample).list();
    }

    /** All in an order, read page by page. */
    Iterator<EvaluatedSample> all(UUID evaluation, SampleOrder order) {
        return Stream.iterate(
                        page(evaluation, order, null, PAGE),
                        page -> !page.isEmpty(),
                        page -> page(
                                evaluation, order, page.get(page.size() - 1).id(), PAGE))
                .flatMap(List::stream)
                .iterator();
    }

    void delete(UUID evaluation) {
        client.sql("delete from evaluation_sample where evaluation_id = ?")
                .param(evaluation)
                .update();
    }

    private EvaluatedSample sample(ResultSet row, int index) throws SQLException {
        return new EvaluatedSample(
                row.getInt("sample_id"),
                row.getString("image"),
                row.getString("group_name"),
                Split.ofKey(row.getString("split")),
                row.getDouble("weight"),
                row.getDouble("loss"),
                fractions(row.getString("target")),
                fractions(row.getString("prediction")));
    }

    /** With nulls where they are unknown. */
    private List<Double> fractions(String text) {
        return Arrays.asList(json.readValue(text, Double[].class));
    }
}
