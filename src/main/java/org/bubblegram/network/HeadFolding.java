package org.bubblegram.network;

import ai.djl.ndarray.types.Shape;

/**
 * Turns a head into one that answers the same without options, by putting what is constant at prediction into the weights:
 * the factor of dropout, standardization and temperature.
 */
final class HeadFolding {
    private final Weights weights;
    private final HeadOptions options;

    /** @param weights changed in place */
    HeadFolding(Weights weights, HeadOptions options) {
        this.weights = weights;
        this.options = options;
    }

    /** Returns the options that are left: what a reader finds by the tensors' names. */
    HeadOptions fold() {
        int layers = options.hiddenUnits().size();
        for (int i = 0; i <= layers; i++) {
            String layer = i < layers ? Head.hidden(i) : "head";
            if (i > 0 || layers == 0) {
                scale(layer + ".weight", options.dropout().factor());
            }
            if (i == 0 && options.standardize() && !keepsStandardization()) {
                standardize(layer + ".weight", layer + ".bias");
            }
        }
        scale(Head.WEIGHT, 1 / options.temperature());
        scale(Head.BIAS, 1 / options.temperature());
        foldDeviations();
        return HeadOptions.of(weights, options.pooling());
    }

    /**
     * Random weights on centred features cannot be written as independent random weights on plain ones: the bias would
     * have to vary with them.
     */
    private boolean keepsStandardization() {
        return options.variational() != null && options.hiddenUnits().isEmpty();
    }

    private void foldDeviations() {
        if (options.variational() != null) {
            double shift = Math.log(options.dropout().factor() / options.temperature());
            weights.get(Head.LOG_DEVIATION).addi(shift);
        }
    }

    private void scale(String name, double factor) {
        if (factor != 1) {
            weights.get(name).muli(factor);
        }
    }

    /** W (x - m) / d + b = (W / d) x + (b - (W / d) m). */
    private void standardize(String weight, String bias) {
        float[] mean = weights.get(Head.MEAN).toFloatArray();
        float[] deviation = weights.get(Head.DEVIATION).toFloatArray();
        Shape shape = weights.get(weight).getShape();
        float[] w = weights.get(weight).toFloatArray(); // (U, F)
        float[] b = weights.get(bias).toFloatArray(); // (U)
        for (int unit = 0; unit < b.length; unit++) {
            double shift = 0;
            for (int i = 0; i < mean.length; i++) {
                double folded = w[unit * mean.length + i] / (double) deviation[i];
                w[unit * mean.length + i] = (float) folded;
                shift += folded * mean[i];
            }
            b[unit] = (float) (b[unit] - shift);
        }
        weights.put(weight, w, shape);
        weights.put(bias, b, new Shape(b.length));
        weights.removeIf(name -> name.equals(Head.MEAN) || name.equals(Head.DEVIATION));
    }
}
