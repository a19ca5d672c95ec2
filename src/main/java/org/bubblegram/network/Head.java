package org.bubblegram.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.bubblegram.engine.Scalars;
import org.jspecify.annotations.Nullable;

/**
 * From pooled features (B, F), F = 2048, to logits (B, K): standardization, dense layers with ReLU, a 1x1 convolution on
 * the map that pooling has made 1x1, temperature. {@link HeadOptions} say which of them there are. Dropout follows each
 * hidden layer; without hidden layers it falls on the (standardized) features, which then are the last layer's units.
 */
public final class Head {
    /** (K, H, 1, 1). */
    public static final String WEIGHT = "head.weight";

    /** (K). */
    public static final String BIAS = "head.bias";

    /** (K, H, 1, 1), natural logarithms; of a variational last layer alone. */
    public static final String LOG_DEVIATION = "head.weight_log_deviation";

    static final String MEAN = "head.normalization.mean";
    static final String DEVIATION = "head.normalization.deviation";

    // small, so that training starts near the uniform answer; not 0, where a cosine has no direction
    private static final double START = 0.01;
    private static final float SMALLEST_DEVIATION = 1e-6f;

    private final Weights weights;
    private final HeadOptions options;

    Head(Weights weights, HeadOptions options) {
        this.weights = weights;
        this.options = options;
    }

    /**
     * What learning sees.
     *
     * @param lastInputs (B, H), the input of the last layer, after dropout; the features themselves where nothing is
     *     between
     * @param logits (B, K), divided by the temperature
     */
    public record Forward(NDArray lastInputs, NDArray logits) {}

    static String hidden(int i) {
        return "head.hidden." + i;
    }

    /** Adds a new head's weights: hidden layers after He et al. 2015, equation 10, the last layer small. */
    static void initialize(Weights weights, HeadOptions options, int features, int bins, long seed) {
        shapes(options, features, bins).forEach((name, shape) -> {
            if (name.equals(WEIGHT)) {
                weights.putNormal(name, shape, START, seed);
            } else if (name.equals(LOG_DEVIATION)) {
                weights.putConstant(
                        name, shape, (float) Math.log(variational(options).initialDeviation()));
            } else if (name.endsWith(".weight")) {
                weights.putNormal(name, shape, Math.sqrt(2.0 / shape.get(1)), seed);
            } else {
                weights.putConstant(name, shape, name.equals(DEVIATION) ? 1 : 0);
            }
        });
    }

    /** Names and shapes of all weights, from the features up. */
    static Map<String, Shape> shapes(HeadOptions options, int features, long bins) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        if (options.standardize()) {
            shapes.put(MEAN, new Shape(features));
            shapes.put(DEVIATION, new Shape(features));
        }
        long in = features;
        for (int i = 0; i < options.hiddenUnits().size(); i++) {
            int units = options.hiddenUnits().get(i);
            shapes.put(hidden(i) + ".weight", new Shape(units, in));
            shapes.put(hidden(i) + ".bias", new Shape(units));
            in = units;
        }
        shapes.put(WEIGHT, new Shape(bins, in, 1, 1));
        shapes.put(BIAS, new Shape(bins));
        if (options.variational() != null) {
            shapes.put(LOG_DEVIATION, new Shape(bins, in, 1, 1));
        }
        return shapes;
    }

    public HeadOptions options() {
        return options;
    }

    /** K. */
    public int bins() {
        return Math.toIntExact(weights.get(BIAS).size());
    }

    /** H, how many inputs the last layer has: 2048, or the last hidden layer's units. */
    public int lastWidth() {
        return Math.toIntExact(weights.get(WEIGHT).size(1));
    }

    /** What learns, by name: everything but the statistics that standardize. */
    public Map<String, NDArray> learnable() {
        Map<String, NDArray> learnable = new LinkedHashMap<>();
        weights.tensors().forEach((name, tensor) -> {
            if (name.startsWith("head.") && !name.equals(MEAN) && !name.equals(DEVIATION)) {
                learnable.put(name, tensor);
            }
        });
        return learnable;
    }

    /**
     * Sets the statistics that standardize: (x - mean) / deviation for each feature.
     *
     * @param mean of each feature over the training split
     * @param deviation likewise; below 1e-6, of a feature that hardly moves, it counts as 1
     */
    public void standardize(float[] mean, float[] deviation) {
        if (!options.standardize()) {
            throw new IllegalStateException("this head does not standardize");
        }
        Shape shape = weights.get(MEAN).getShape();
        float[] divisors = deviation.clone();
        for (int i = 0; i < divisors.length; i++) {
            divisors[i] = divisors[i] < SMALLEST_DEVIATION ? 1 : divisors[i];
        }
        weights.put(MEAN, mean, shape);
        weights.put(DEVIATION, divisors, shape);
    }

    /** (B, F) -> (B, K): what is answered. Nothing is random here: units are scaled as dropout asks, weights are means. */
    public NDArray logits(NDArray features) {
        return kept(features.getManager(), () -> tempered(last(lastInputs(features, null))));
    }

    /** (B, F) -> (B, K): the variance of normally distributed logits, given the features. Of a variational head alone. */
    public NDArray variances(NDArray features) {
        double squared = options.temperature() * options.temperature();
        return kept(
                features.getManager(),
                () -> layer().variance(lastInputs(features, null)).div(squared));
    }

    /** (B, F) -> what learning sees: units dropped and weights drawn, by the noise of the step. */
    public Forward learning(NDArray features, Noise noise) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray inputs = lastInputs(features, noise);
            NDArray logits = tempered(options.variational() == null ? last(inputs) : drawn(inputs, noise));
            NDScope.unregister(inputs, logits);
            return new Forward(inputs, logits);
        }
    }

    /**
     * Kullback-Leibler divergence of the last layer's weights from their prior, summed over weights: a scalar on a
     * manager. Of a variational head alone.
     */
    public NDArray divergence(NDManager manager) {
        return kept(manager, () -> layer().divergence(variational(options).priorDeviation()));
    }

    /** (B, F) -> (B, H); drops units by a noise, or scales them as prediction does where there is none. */
    private NDArray lastInputs(NDArray features, @Nullable Noise noise) {
        NDArray x = options.standardize() ? features.sub(weights.get(MEAN)).div(weights.get(DEVIATION)) : features;
        int layers = options.hiddenUnits().size();
        if (layers == 0) {
            return dropped(x, "head", noise);
        }
        for (int i = 0; i < layers; i++) {
            NDArray w = weights.get(hidden(i) + ".weight"); // (U, F), then (U', U)
            NDArray b = weights.get(hidden(i) + ".bias");
            x = Activation.relu(Linear.linear(x, w, b).singletonOrThrow()); // (B, U)
            x = dropped(x, hidden(i), noise);
        }
        return x;
    }

    private NDArray dropped(NDArray units, String name, @Nullable Noise noise) {
        Dropout dropout = options.dropout();
        if (!dropout.active()) {
            return units;
        }
        if (noise == null) {
            return dropout.rescale() ? units : units.mul(dropout.factor());
        }
        int width = Math.toIntExact(units.size(1));
        return dropout.learning(units, noise.kept(units.getManager(), name, width, dropout.rate()));
    }

    private NDArray last(NDArray inputs) {
        return Linear.linear(inputs, matrix(WEIGHT), weights.get(BIAS)).singletonOrThrow();
    }

    private NDArray drawn(NDArray inputs, Noise noise) {
        NDManager manager = inputs.getManager();
        return switch (variational(options).sampling()) {
            case PER_BATCH ->
                layer().perBatch(inputs, noise.normalOfStep(manager, WEIGHT, new Shape(bins(), lastWidth())));
            case LOCAL_REPARAMETERIZATION -> layer().perExample(inputs, noise.normal(manager, WEIGHT, bins()));
        };
    }

    private NDArray tempered(NDArray logits) {
        return options.temperature() == 1 ? logits : Scalars.times(logits, 1 / options.temperature());
    }

    private VariationalLayer layer() {
        if (options.variational() == null) {
            throw new IllegalStateException("this head is not variational");
        }
        return new VariationalLayer(matrix(WEIGHT), matrix(LOG_DEVIATION), weights.get(BIAS));
    }

    /** (K, H, 1, 1) -> (K, H). */
    private NDArray matrix(String name) {
        return weights.get(name).reshape(bins(), lastWidth());
    }

    private static HeadOptions.Variational variational(HeadOptions options) {
        return Objects.requireNonNull(options.variational());
    }

    /** Computes in a scope of its own: of all that is made, the result alone stays, on a manager. */
    private static NDArray kept(NDManager manager, Supplier<NDArray> computation) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray result = computation.get();
            NDScope.unregister(result);
            result.attach(manager);
            return result;
        }
    }
}
