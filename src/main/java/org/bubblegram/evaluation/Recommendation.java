package org.bubblegram.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.bubblegram.evaluation.LossTable.LossRow;
import org.bubblegram.loss.Loss;
import org.bubblegram.metrics.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Which loss to train with.
 *
 * @param loss the best mean of the metric; null where none is better than the constant answer
 * @param sentence the same in plain words, with numbers
 * @param equallyGood losses whose mean is better than the constant answer's and whose difference from the best one, taken
 *     fold by fold, has a 95 % confidence interval that holds 0; best first
 */
public record Recommendation(@Nullable Loss loss, String sentence, List<Loss> equallyGood) {
    /** @param rows best first, at least one with metrics */
    static Recommendation of(List<LossRow> rows, Map<String, FoldMean> constantAnswer, Metric metric) {
        List<Loss> all = rows.stream().map(LossRow::loss).toList();
        Words words = new Words(metric, new LossNames(all));
        FoldMean best = score(rows.get(0), metric);
        FoldMean constant = Objects.requireNonNull(constantAnswer.get(metric.key()));
        if (!better(best, constant, metric)) {
            return new Recommendation(null, words.nothingLearned(best, constant), List.of());
        }
        List<Loss> equallyGood = rows.stream()
                .skip(1)
                .filter(row -> row.metrics() != null)
                .filter(row -> better(score(row, metric), constant, metric))
                .filter(row -> score(row, metric).minus(best).mayBeZero())
                .map(LossRow::loss)
                .toList();
        return new Recommendation(all.get(0), words.best(all.get(0), best, constant, equallyGood), equallyGood);
    }

    private static boolean better(FoldMean score, FoldMean constant, Metric metric) {
        return metric.higherIsBetter() ? score.mean() > constant.mean() : score.mean() < constant.mean();
    }

    private static FoldMean score(LossRow row, Metric metric) {
        return row.metric(metric.key()).orElseThrow();
    }

    /** How numbers of a metric are said. */
    private record Words(Metric metric, LossNames names) {
        private static final double NEEDS_MORE_DIGITS = 0.1;

        String best(Loss loss, FoldMean best, FoldMean constant, List<Loss> equallyGood) {
            List<String> sentences = new ArrayList<>();
            sentences.add("%s had the %s %s (%s, %s to %s; a constant answer has %s)."
                    .formatted(
                            names.of(loss),
                            metric.higherIsBetter() ? "highest" : "lowest",
                            noun(),
                            number(best.mean()) + unit(),
                            number(best.low()),
                            number(best.high()),
                            number(constant.mean())));
            String uncertainty = "within the uncertainty of " + best.values().size() + " folds";
            if (best.minus(constant).mayBeZero()) {
                sentences.add("It is no better than the constant answer " + uncertainty + ".");
            }
            if (!equallyGood.isEmpty()) {
                sentences.add(list(equallyGood) + " cannot be told apart from it " + uncertainty + ".");
            }
            return String.join(" ", sentences);
        }

        String nothingLearned(FoldMean best, FoldMean constant) {
            return "No loss beats the constant answer, whose %s is %s; the best of a loss is %s."
                    .formatted(noun(), number(constant.mean()) + unit(), number(best.mean()));
        }

        private String list(List<Loss> losses) {
            List<String> all = losses.stream().map(names::of).toList();
            String last = all.get(all.size() - 1);
            return all.size() == 1
                    ? last
                    : all.stream().limit(all.size() - 1L).collect(Collectors.joining(", ")) + " and " + last;
        }

        private String noun() {
            return switch (metric) {
                case EMD -> "EMD";
                case KULLBACK_LEIBLER -> "Kullback-Leibler divergence";
                case COSINE -> "cosine similarity";
                case CHEBYSHEV -> "Chebyshev distance";
                default -> metric.key();
            };
        }

        private String unit() {
            return switch (metric) {
                case EMD -> " bins";
                case KULLBACK_LEIBLER -> " nats";
                default -> "";
            };
        }

        private static String number(double value) {
            return String.format(Locale.ROOT, Math.abs(value) < NEEDS_MORE_DIGITS ? "%.3f" : "%.2f", value);
        }
    }
}
