package org.bubblegram.network;

/**
 * A convolution that does what a convolution without bias and batch normalization by stored statistics do in turn.
 *
 * @param weight (C', C, h, w)
 * @param bias (C')
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
record FoldedConvolution(float[] weight, float[] bias) {
    /**
     * g (W x - m) / sqrt(v + e) + b = (s W) x + (b - s m), where s = g / sqrt(v + e); computed in double.
     *
     * @param kernel (C', C, h, w), kept as it is
     * @param norm the name of the normalization
     */
    static FoldedConvolution of(float[] kernel, Weights weights, String norm) {
        float[] gain = weights.get(norm + ".weight").toFloatArray();
        float[] shift = weights.get(norm + ".bias").toFloatArray();
        float[] mean = weights.get(norm + ".running_mean").toFloatArray();
        float[] variance = weights.get(norm + ".running_var").toFloatArray();
        float[] weight = new float[kernel.length];
        float[] bias = new float[gain.length];
        int each = kernel.length / gain.length;
        for (int channel = 0; channel < gain.length; channel++) {
            double scale = gain[channel] / Math.sqrt(variance[channel] + (double) BatchNormalization.EPSILON);
            for (int i = channel * each; i < (channel + 1) * each; i++) {
                weight[i] = (float) (kernel[i] * scale);
            }
            bias[channel] = (float) (shift[channel] - mean[channel] * scale);
        }
        return new FoldedConvolution(weight, bias);
    }
}
