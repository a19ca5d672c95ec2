package org.bubblegram.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.prediction.Prediction;

/** What JSON and CSV both can write: one row an image. */
sealed interface Predictions permits PredictionView, Predictions.Many {
    /** At least one, all of one model. */
    @JsonIgnore
    @Schema(hidden = true)
    List<PredictionView> rows();

    /** The answers to several photographs, in their order, and their mean. */
    @Schema(name = "Predictions")
    record Many(List<PredictionView> predictions, Pooled pooled) implements Predictions {
        @Override
        public List<PredictionView> rows() {
            return predictions;
        }
    }

    /**
     * The mean histogram of all photographs of a request; every one counts the same. It has no intervals: how far errors of
     * one model go together from picture to picture is not known.
     */
    @Schema(name = "PooledPrediction")
    record Pooled(String model, int images, HistogramView histogram, PredictionView.Statistics statistics) {
        static Pooled of(List<Prediction> predictions) {
            Histogram pooled = Prediction.pool(predictions);
            return new Pooled(
                    predictions.get(0).model(),
                    predictions.size(),
                    HistogramView.of(pooled, null),
                    PredictionView.Statistics.of(pooled, null));
        }
    }
}
