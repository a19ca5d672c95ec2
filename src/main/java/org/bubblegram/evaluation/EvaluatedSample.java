package org.bubblegram.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.jspecify.annotations.Nullable;

/**
 * What a model made of one sample.
 *
 * @param id position in the data set, from 0
 * @param image file name as in labels.csv
 * @param split the part that it plays, where it plays one
 * @param weight how much it counts in the report
 * @param loss that the model was trained by, at its logits
 * @param target true fractions, one a bin, null where unknown
 * @param prediction fractions, one a bin
 */
public record EvaluatedSample(
        int id,
        String image,
        @Nullable String group,
        @Nullable Split split,
        double weight,
        double loss,
        List<@Nullable Double> target,
        List<Double> prediction) {
    public static EvaluatedSample of(SamplePass.Answered answered) {
        Sample sample = answered.sample();
        List<@Nullable Double> target = new ArrayList<>();
        for (double fraction : sample.target().fractions()) {
            target.add(Double.isNaN(fraction) ? null : Double.valueOf(fraction));
        }
        return new EvaluatedSample(
                sample.id(),
                sample.image(),
                sample.group(),
                sample.split(),
                sample.weight(),
                answered.loss(),
                target,
                answered.fractions());
    }

    /** NaN where unknown. */
    double[] targetFractions() {
        return target.stream()
                .mapToDouble(fraction -> fraction == null ? Double.NaN : fraction)
                .toArray();
    }

    double[] predictedFractions() {
        return prediction.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
