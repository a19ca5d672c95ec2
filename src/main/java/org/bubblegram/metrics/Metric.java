package org.bubblegram.metrics;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.bubblegram.histogram.SizeStatistics;
import org.bubblegram.loss.Answer;
import org.bubblegram.loss.EarthMovers;
import org.bubblegram.loss.JensenShannon;
import org.bubblegram.loss.KullbackLeibler;
import org.jspecify.annotations.Nullable;

/**
 * A number that says how far a predicted histogram is from the true one. Reported, not differentiated; {@link Scorer}
 * computes it.
 */
public enum Metric {
    @JsonProperty("intersection")
    INTERSECTION(true, "sum min(p, y)", "0 to 1", null),
    /** {@link EarthMovers}. */
    @JsonProperty("emd")
    EMD(false, "sum |Cp - Cy|", "0 to K - 1", "bins"),
    /** {@link KullbackLeibler}. */
    @JsonProperty("kullback-leibler")
    KULLBACK_LEIBLER(false, "sum y log(y / p), p at least 1e-6", "0 to 13.8", "nats"),
    /** {@link JensenShannon}. */
    @JsonProperty("jensen-shannon")
    JENSEN_SHANNON(false, "sum y log(y / m) / 2 + sum p log(p / m) / 2, m = (y + p) / 2", "0 to log 2", "nats"),
    @JsonProperty("cosine")
    COSINE(true, "p.y / (|p| |y|)", "0 to 1", null),
    @JsonProperty("chebyshev")
    CHEBYSHEV(false, "max |p - y|", "0 to 1", null),
    @JsonProperty("clark")
    CLARK(false, "sqrt(sum (p - y)^2 / (p + y)^2)", "0 to sqrt(K)", null),
    @JsonProperty("canberra")
    CANBERRA(false, "sum |p - y| / (p + y)", "0 to K", null),
    @JsonProperty("d10-error")
    D10_ERROR("D10"),
    @JsonProperty("d50-error")
    D50_ERROR("D50"),
    @JsonProperty("d90-error")
    D90_ERROR("D90"),
    @JsonProperty("mean-error")
    MEAN_ERROR("mean"),
    @JsonProperty("d32-error")
    D32_ERROR("D32");

    private final boolean higherIsBetter;
    private final String formula;
    private final String range;
    private final @Nullable String unit;

    Metric(boolean higherIsBetter, String formula, String range, @Nullable String unit) {
        this.higherIsBetter = higherIsBetter;
        this.formula = formula;
        this.range = range;
        this.unit = unit;
    }

    /** The absolute error of a size. */
    Metric(String size) {
        this(false, "|" + size + "(p) - " + size + "(y)|", "0 to the width of all bins", "that of the bins");
    }

    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** As in JSON: {@code intersection}, {@code emd}, ... */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** In the terms of {@link org.bubblegram.loss.LossDescription#TERMS}, but p the predicted fractions. */
    public String formula() {
        return formula;
    }

    /** From the least to the most it can be, K the number of bins. */
    public String range() {
        return range;
    }

    /** Null where it has none. */
    public @Nullable String unit() {
        return unit;
    }

    double of(Comparison comparison) {
        Answer answer = comparison.answer();
        return switch (this) {
            case INTERSECTION -> Distances.intersection(answer.predicted(), answer.target());
            case EMD -> new EarthMovers().at(answer);
            case KULLBACK_LEIBLER -> new KullbackLeibler().at(answer);
            case JENSEN_SHANNON -> new JensenShannon().at(answer);
            case COSINE -> Distances.cosine(answer.predicted(), answer.target());
            case CHEBYSHEV -> Distances.chebyshev(answer.predicted(), answer.target());
            case CLARK -> Distances.clark(answer.predicted(), answer.target());
            case CANBERRA -> Distances.canberra(answer.predicted(), answer.target());
            case D10_ERROR -> error(SizeStatistics::d10, comparison);
            case D50_ERROR -> error(SizeStatistics::d50, comparison);
            case D90_ERROR -> error(SizeStatistics::d90, comparison);
            case MEAN_ERROR -> error(SizeStatistics::mean, comparison);
            case D32_ERROR -> error(SizeStatistics::d32, comparison);
        };
    }

    private static double error(ToDoubleFunction<SizeStatistics> size, Comparison comparison) {
        return Math.abs(size.applyAsDouble(comparison.predicted()) - size.applyAsDouble(comparison.target()));
    }
}
