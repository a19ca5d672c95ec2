package org.bubblegram.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bubblegram.evaluation.EvaluationReport;
import org.bubblegram.histogram.Basis;
import org.bubblegram.image.ImageSize;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.loss.Activation;
import org.bubblegram.network.Pooling;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code card.json}: what a version is, made of and worth.
 *
 * @param bins labels, as in labels.csv
 * @param backbone what its backbone started from
 * @param evaluation by split: validation and test
 * @param trainingHistogram the constant answer: mean training histogram, one fraction a bin
 * @param dataset name and fingerprint of what it learned from
 * @param spec the whole training spec, defaults filled in
 * @param versions of what computed it: bubblegram, djl, pytorch, onnxruntime, java
 * @param fingerprint SHA-256 of all that decides the weights: data and its order, the backbone's weights, spec,
 *     preprocessing and versions. Equal fingerprints mean equal weights, on the same kind of machine with as many threads;
 *     null for versions made by 0.1
 * @param novelty how pictures unlike those learned from are told; null where they are not
 */
public record ModelCard(
        List<String> bins,
        Basis basis,
        Activation activation,
        Pooling pooling,
        Input input,
        String backbone,
        Map<String, EvaluationReport> evaluation,
        List<Double> trainingHistogram,
        Source dataset,
        JsonNode spec,
        Map<String, String> versions,
        @Nullable String fingerprint,
        @Nullable Novelty novelty,
        Instant createdAt) {
    /**
     * @param preprocessing fingerprint of the way from pixels to input
     * @param pictures size of the training pictures where all are of one size, else null
     */
    public record Input(
            int size, String preprocessing, @Nullable ImageSize pictures) {
        /** This build's way from pixels to such an input; empty where it is not the one that the version learned from. */
        public Optional<Preprocessing> inThisBuild() {
            return Optional.of(new Preprocessing(size))
                    .filter(here -> here.fingerprint().equals(preprocessing));
        }
    }

    /**
     * @param threshold reconstruction error of {@code autoencoder.safetensors} beyond which a picture counts as unlike
     * @param quantile share of pictures like those of the validation split that lies below it
     * @param pictures of the validation split that it was read from
     */
    public record Novelty(double threshold, double quantile, int pictures) {}

    public record Source(String name, String fingerprint, int samples) {}
}
