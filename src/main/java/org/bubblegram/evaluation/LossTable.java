package org.bubblegram.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bubblegram.loss.Loss;
import org.bubblegram.metrics.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Losses side by side.
 *
 * @param metric what the recommendation goes by
 * @param losses best first; those that diverged last
 * @param constantAnswer what answering the mean training histogram of each fold scores, by metric
 */
public record LossTable(
        Metric metric, List<LossRow> losses, Map<String, FoldMean> constantAnswer, Recommendation recommendation) {
    /**
     * A loss.
     *
     * @param metrics by key; null where training diverged in a fold
     */
    public record LossRow(Loss loss, @Nullable Map<String, FoldMean> metrics) {
        Optional<FoldMean> metric(String key) {
            return Optional.ofNullable(metrics).map(all -> all.get(key));
        }
    }

    /**
     * A fold as each loss scored in it.
     *
     * @param reports in the order of the losses; empty where training diverged
     * @param constantAnswer by metric
     */
    public record Fold(List<Optional<EvaluationReport>> reports, Map<String, Double> constantAnswer) {}

    /**
     * @param losses at least one that trained in every fold
     * @param folds 2 to 10
     */
    public static LossTable of(List<Loss> losses, List<Fold> folds, Metric metric) {
        List<LossRow> rows = new ArrayList<>();
        for (int i = 0; i < losses.size(); i++) {
            rows.add(row(losses.get(i), i, folds));
        }
        Comparator<Double> better = metric.higherIsBetter() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        rows.sort(Comparator.comparing(
                row -> row.metric(metric.key()).map(FoldMean::mean).orElse(null), Comparator.nullsLast(better)));
        Map<String, FoldMean> constantAnswer = new LinkedHashMap<>();
        folds.get(0)
                .constantAnswer()
                .keySet()
                .forEach(key -> constantAnswer.put(
                        key,
                        FoldMean.of(folds.stream()
                                .map(fold -> Objects.requireNonNull(
                                        fold.constantAnswer().get(key)))
                                .toList())));
        return new LossTable(metric, rows, constantAnswer, Recommendation.of(rows, constantAnswer, metric));
    }

    private static LossRow row(Loss loss, int place, List<Fold> folds) {
        List<EvaluationReport> reports = folds.stream()
                .flatMap(fold -> fold.reports().get(place).stream())
                .toList();
        if (reports.size() < folds.size()) {
            return new LossRow(loss, null);
        }
        Map<String, FoldMean> metrics = new LinkedHashMap<>();
        for (String key : reports.get(0).metrics().keySet()) {
            metrics.put(
                    key,
                    FoldMean.of(IntStream.range(0, folds.size())
                            .mapToObj(fold -> Objects.requireNonNull(
                                            reports.get(fold).metrics().get(key))
                                    .model())
                            .toList()));
        }
        return new LossRow(loss, metrics);
    }
}
