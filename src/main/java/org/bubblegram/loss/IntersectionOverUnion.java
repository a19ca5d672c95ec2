package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;

/** One minus intersection over union: 1 - sum min(p, y) / sum max(p, y), the Ruzicka distance. */
@Description(
        formula = "1 - sum min(p, y) / sum max(p, y)",
        when =
                "Overlap is what you report, and good answers shall get better: it ranks as the intersection does and pulls harder the closer they are.",
        source = "Ruzicka 1958")
public record IntersectionOverUnion() implements Loss {
    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        NDArray p = targets.hide(logits).softmax(-1);
        NDArray intersection = p.minimum(targets.fractions()).sum(new int[] {-1});
        NDArray union = p.maximum(targets.fractions()).sum(new int[] {-1});
        return intersection.div(union).neg().add(1);
    }

    @Override
    public double at(Answer answer) {
        double[] p = answer.predicted;
        double[] y = answer.target;
        return 1 - answer.sum(k -> Math.min(p[k], y[k])) / answer.sum(k -> Math.max(p[k], y[k]));
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
