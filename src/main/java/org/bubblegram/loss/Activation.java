package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/** From logits (B, K) to fractions (B, K), each at least 0, rows summing to 1, for every finite logit. */
public enum Activation {
    @JsonProperty("softmax")
    SOFTMAX {
        @Override
        public NDArray apply(NDArray logits) {
            return logits.softmax(-1);
        }

        @Override
        public double[] apply(double[] logits) {
            return softmax(logits);
        }
    },
    /** sigmoid(z) over its sum. */
    @JsonProperty("normalized-sigmoid")
    NORMALIZED_SIGMOID {
        @Override
        public NDArray apply(NDArray logits) {
            // softmax of log sigmoid(z) = min(z, 0) - log(1 + exp(-|z|)): no 0/0 where all sigmoids underflow
            NDArray logSigmoid =
                    logits.minimum(0).sub(logits.abs().neg().exp().add(1).log());
            return logSigmoid.softmax(-1);
        }

        @Override
        public double[] apply(double[] logits) {
            return softmax(Arrays.stream(logits)
                    .map(z -> Math.min(z, 0) - Math.log1p(Math.exp(-Math.abs(z))))
                    .toArray());
        }
    },
    /** relu(z) over its sum; softmax(z) where no logit is positive. */
    @JsonProperty("normalized-relu")
    NORMALIZED_RELU {
        @Override
        public NDArray apply(NDArray logits) {
            NDArray positive = logits.maximum(0);
            NDArray sum = positive.sum(new int[] {-1}, true); // (B, 1)
            NDArray some = sum.gt(0).broadcast(logits.getShape());
            return NDArrays.where(some, positive.div(sum.maximum(Float.MIN_NORMAL)), logits.softmax(-1));
        }

        @Override
        public double[] apply(double[] logits) {
            double[] positive = Arrays.stream(logits).map(z -> Math.max(z, 0)).toArray();
            return Arrays.stream(positive).sum() > 0 ? overItsSum(positive) : softmax(logits);
        }
    };

    public abstract NDArray apply(NDArray logits);

    /** Of one row (K). */
    public abstract double[] apply(double[] logits);

    private static double[] softmax(double[] logits) {
        double largest = Arrays.stream(logits).max().orElseThrow();
        return overItsSum(Arrays.stream(logits).map(z -> Math.exp(z - largest)).toArray());
    }

    private static double[] overItsSum(double[] values) {
        double sum = Arrays.stream(values).sum();
        return Arrays.stream(values).map(value -> value / sum).toArray();
    }
}
