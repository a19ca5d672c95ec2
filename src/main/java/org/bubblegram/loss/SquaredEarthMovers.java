package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/** Squared earth mover's distance (Hou, Yu and Samaras 2016): sum (C_p - C_y)^2 over the cumulative sums C. */
@Description(
        formula = "sum (Cp - Cy)^2",
        when = "A bin off costs less than three bins off, with a gradient that fades as the answer comes close.",
        source = "Hou, Yu and Samaras 2016")
public record SquaredEarthMovers() implements Loss {
    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        return Cumulative.difference(logits, targets).square().sum(new int[] {-1});
    }

    @Override
    public double at(Answer answer) {
        return Arrays.stream(Cumulative.difference(answer))
                .map(carried -> carried * carried)
                .sum();
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
