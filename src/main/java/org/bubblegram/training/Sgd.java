package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.Map;
import org.bubblegram.network.Weights;

/**
 * Stochastic gradient descent with momentum: v = momentum v + g, w = w - rate v, as torch.optim.SGD without dampening; with
 * decoupled decay (Loshchilov and Hutter 2019, algorithm 1, SGDW).
 */
final class Sgd implements Optimizer {
    private final LearningWeights weights;
    private final double weightDecay;
    private final double momentum;
    private final Moments velocity;
    private long step;

    /** @param weights what learns; their gradients are read at each step */
    Sgd(LearningWeights weights, double weightDecay, double momentum) {
        this.weights = weights;
        this.weightDecay = weightDecay;
        this.momentum = momentum;
        this.velocity = new Moments("sgd.velocity.", weights.tensors());
    }

    @Override
    public void step(double learningRate) {
        step++;
        for (Map.Entry<String, NDArray> weight : weights.tensors().entrySet()) {
            NDArray w = weight.getValue();
            double rate = learningRate * weights.rateFactor(weight.getKey());
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDArray v = velocity.get(weight.getKey());
                v.muli(momentum).addi(w.getGradient());
                if (weights.decays(weight.getKey())) {
                    w.muli(1 - rate * weightDecay);
                }
                w.subi(v.mul(rate));
            }
        }
    }

    @Override
    public long steps() {
        return step;
    }

    @Override
    public void save(Weights checkpoint) {
        velocity.save(checkpoint);
    }

    @Override
    public void restore(Weights checkpoint, long steps) {
        step = steps;
        velocity.restore(checkpoint);
    }

    @Override
    public void close() {
        velocity.close();
    }
}
