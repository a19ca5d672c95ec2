package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;
import org.bubblegram.engine.Scalars;

/** Binary cross-entropy of each bin: -sum y log s + (1 - y) log(1 - s), s = sigmoid(z). */
@Description(
        formula = "-sum (y log s + (1 - y) log(1 - s))",
        when =
                "Each bin is an answer of its own, as in sigmoid-l2, and learns fast from confident wrong answers. Its value is not 0 where the answer is right.")
public record SigmoidBinaryCrossEntropy() implements Loss {
    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        // max(z, 0) - z y + log(1 + exp(-|z|)): exact for logits of any size
        NDArray softplus = logits.abs().neg().exp().add(1).log().add(Scalars.atLeast(logits, 0));
        return softplus.sub(logits.mul(targets.fractions()))
                .mul(targets.known())
                .sum(new int[] {-1});
    }

    @Override
    public double at(Answer answer) {
        return answer.sum(k -> -answer.target[k] * answer.logPredicted(k)
                - (1 - answer.target[k]) * Answer.log(1 - answer.predicted[k]));
    }

    @Override
    public Activation activation() {
        return Activation.NORMALIZED_SIGMOID;
    }
}
