package org.bubblegram.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.bubblegram.evaluation.EvaluationReport.Score;
import org.bubblegram.loss.Loss;
import org.bubblegram.metrics.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Losses side by side: what each was trained by in a row, what it scores in columns.
 *
 * @param metric what the recommendation goes by
 * @param losses best first; those that diverged last
 * @param constantAnswer what answering the mean training histogram of each fold scores, by metric
 * @param constantAnswerLosses likewise by loss; empty in tables made before there were any
 */
public record LossTable(
        Metric metric,
        List<LossRow> losses,
        Map<String, FoldMean> constantAnswer,
        Map<String, FoldMean> constantAnswerLosses,
        Recommendation recommendation) {
    public LossTable(
            Metric metric,
            List<LossRow> losses,
            Map<String, FoldMean> constantAnswer,
            @Nullable Map<String, FoldMean> constantAnswerLosses,
            Recommendation recommendation) {
        this.metric = metric;
        this.losses = losses;
        this.constantAnswer = constantAnswer;
        this.constantAnswerLosses = constantAnswerLosses == null ? Map.of() : constantAnswerLosses;
        this.recommendation = recommendation;
    }

    /**
     * A loss.
     *
     * @param metrics by key; null where training diverged in a fold
     * @param losses each with its default parameters, at the predicted fractions, by type; likewise, and in tables made
     *     before there were any
     */
    public record LossRow(
            Loss loss,
            @Nullable Map<String, FoldMean> metrics,
            @Nullable Map<String, FoldMean> losses) {
        Optional<FoldMean> metric(String key) {
            return Optional.ofNullable(metrics).map(all -> all.get(key));
        }
    }

    /**
     * A fold as each loss scored in it.
     *
     * @param reports in the order of the losses; empty where training diverged
     */
    public record Fold(List<Optional<EvaluationReport>> reports) {
        /** Each has the same constant answer. */
        private EvaluationReport any() {
            return reports.stream().flatMap(Optional::stream).findFirst().orElseThrow();
        }
    }

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
        List<EvaluationReport> reports = folds.stream().map(Fold::any).toList();
        Map<String, FoldMean> constant = means(reports, EvaluationReport::metrics, Score::constantAnswer);
        Map<String, FoldMean> constantLosses = means(reports, EvaluationReport::losses, Score::constantAnswer);
        return new LossTable(metric, rows, constant, constantLosses, Recommendation.of(rows, constant, metric));
    }

    private static LossRow row(Loss loss, int place, List<Fold> folds) {
        List<EvaluationReport> reports = folds.stream()
                .flatMap(fold -> fold.reports().get(place).stream())
                .toList();
        return reports.size() < folds.size()
                ? new LossRow(loss, null, null)
                : new LossRow(
                        loss,
                        means(reports, EvaluationReport::metrics, Score::model),
                        means(reports, EvaluationReport::losses, Score::model));
    }

    /** @param reports one a fold, all with the same keys */
    private static Map<String, FoldMean> means(
            List<EvaluationReport> reports,
            Function<EvaluationReport, Map<String, Score>> scores,
            ToDoubleFunction<Score> of) {
        Map<String, FoldMean> means = new LinkedHashMap<>();
        for (String key : scores.apply(reports.get(0)).keySet()) {
            means.put(
                    key,
                    FoldMean.of(reports.stream()
                            .map(report ->
                                    Objects.requireNonNull(scores.apply(report).get(key)))
                            .map(of::applyAsDouble)
                            .toList()));
        }
        return means;
    }
}
