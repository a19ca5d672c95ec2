package org.bubblegram.web;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bubblegram.histogram.SizeStatistics;
import org.bubblegram.prediction.Inference;
import tools.jackson.core.JsonGenerator;

/** What can be asked of a network, a row for each picture. */
enum OutputTensor {
    /** Shares of the bins, together 1: (N, K). */
    FRACTIONS("fractions", false) {
        @Override
        double[] row(Inference inference) {
            return inference.histogram().fractions();
        }
    },

    /** What the fractions are made from: (N, K). */
    LOGITS("logits", false) {
        @Override
        double[] row(Inference inference) {
            return widened(inference.logits());
        }
    },

    /** What the head sees: (N, 2048). */
    FEATURES("features", false) {
        @Override
        double[] row(Inference inference) {
            return widened(inference.features());
        }
    },

    /** mean, d10, d50, d90, d32 and span: (N, 6). */
    STATISTICS("statistics", true) {
        @Override
        double[] row(Inference inference) {
            SizeStatistics s = inference.histogram().statistics();
            return new double[] {s.mean(), s.d10(), s.d50(), s.d90(), s.d32(), s.span()};
        }
    };

    private static final long BACKBONE_FEATURES = 2048;
    private static final long NUMBERS_OF_STATISTICS = 6;

    private final String label;
    private final boolean wide;

    /** @param wide FP64, else FP32 */
    OutputTensor(String label, boolean wide) {
        this.label = label;
        this.wide = wide;
    }

    abstract double[] row(Inference inference);

    static Optional<OutputTensor> named(String name) {
        return Arrays.stream(values())
                .filter(output -> output.label.equals(name))
                .findFirst();
    }

    String label() {
        return label;
    }

    String datatype() {
        return wide ? "FP64" : "FP32";
    }

    /** @param bins K */
    InferenceModel.Tensor metadata(int bins) {
        long columns = switch (this) {
            case FRACTIONS, LOGITS -> bins;
            case FEATURES -> BACKBONE_FEATURES;
            case STATISTICS -> NUMBERS_OF_STATISTICS;
        };
        return new InferenceModel.Tensor(label, datatype(), List.of(-1L, columns));
    }

    int bytesOf(int elements) {
        return elements * (wide ? Double.BYTES : Float.BYTES);
    }

    void write(double[] row, ByteBuffer out) {
        for (double value : row) {
            if (wide) {
                out.putDouble(value);
            } else {
                out.putFloat((float) value);
            }
        }
    }

    void write(double[] row, JsonGenerator out) {
        for (double value : row) {
            if (wide) {
                out.writeNumber(value);
            } else {
                out.writeNumber((float) value); // its shortest text, not that of the nearest double
            }
        }
    }

    private static double[] widened(float[] row) {
        double[] wide = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            wide[i] = row[i];
        }
        return wide;
    }
}
