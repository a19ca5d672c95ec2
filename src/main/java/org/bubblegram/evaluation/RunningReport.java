package org.bubblegram.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bubblegram.metrics.ScoreSums;
import org.bubblegram.metrics.Scorer;
import org.bubblegram.metrics.Scores;

/** A report of predictions that come one by one, the constant answer beside them. */
public final class RunningReport {
    private final ScoreSums model;
    private final ScoreSums constant;
    private final double[] constantAnswer;
    private int samples;
    private double weights;
    private double weightedLoss;

    /** @param constantAnswer one fraction a bin */
    public RunningReport(Scorer scorer, double[] constantAnswer) {
        this.model = new ScoreSums(scorer);
        this.constant = new ScoreSums(scorer);
        this.constantAnswer = constantAnswer.clone();
    }

    /**
     * @param weight above 0
     * @param target one fraction a bin, NaN where unknown
     * @param prediction one fraction a bin
     * @param loss that the model was trained by
     */
    public void add(double weight, double[] target, double[] prediction, double loss) {
        samples++;
        weights += weight;
        weightedLoss += weight * loss;
        model.add(weight, prediction, target);
        constant.add(weight, constantAnswer, target);
    }

    /** Of at least one prediction. */
    public EvaluationReport report() {
        Scores mine = model.means();
        Scores others = constant.means();
        return new EvaluationReport(
                samples,
                weightedLoss / weights,
                beside(mine.metrics(), others.metrics()),
                beside(mine.losses(), others.losses()));
    }

    private static Map<String, EvaluationReport.Score> beside(Map<String, Double> model, Map<String, Double> constant) {
        Map<String, EvaluationReport.Score> scores = new LinkedHashMap<>();
        model.forEach((key, value) ->
                scores.put(key, new EvaluationReport.Score(value, Objects.requireNonNull(constant.get(key)))));
        return scores;
    }
}
