package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.Map;
import org.bubblegram.network.Weights;

/** AdamW: Loshchilov and Hutter, Decoupled weight decay regularization, 2019, algorithm 2. */
final class AdamW implements Optimizer {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final LearningWeights weights;
    private final double weightDecay;
    private final Moments first;
    private final Moments second;
    private long step;

    /** @param weights what learns; their gradients are read at each step */
    AdamW(LearningWeights weights, double weightDecay) {
        this.weights = weights;
        this.weightDecay = weightDecay;
        this.first = new Moments("adamw.first.", weights.tensors());
        this.second = new Moments("adamw.second.", weights.tensors());
    }

    @Override
    public void step(double learningRate) {
        step++;
        double firstCorrection = 1 - Math.pow(BETA1, (double) step);
        double secondCorrection = 1 - Math.pow(BETA2, (double) step);
        for (Map.Entry<String, NDArray> weight : weights.tensors().entrySet()) {
            String name = weight.getKey();
            NDArray w = weight.getValue();
            double rate = learningRate * weights.rateFactor(name);
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDArray g = w.getGradient();
                NDArray m = first.get(name);
                NDArray v = second.get(name);
                m.muli(BETA1).addi(g.mul(1 - BETA1));
                v.muli(BETA2).addi(g.square().muli(1 - BETA2));
                if (weights.decays(weight.getKey())) {
                    w.muli(1 - rate * weightDecay);
                }
                NDArray deviation = v.div(secondCorrection).sqrt().addi(EPSILON);
                w.subi(m.mul(rate / firstCorrection).divi(deviation));
            }
        }
    }

    @Override
    public long steps() {
        return step;
    }

    @Override
    public void save(Weights checkpoint) {
        first.save(checkpoint);
        second.save(checkpoint);
    }

    @Override
    public void restore(Weights checkpoint, long steps) {
        step = steps;
        first.restore(checkpoint);
        second.restore(checkpoint);
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
