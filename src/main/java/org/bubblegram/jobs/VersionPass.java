package org.bubblegram.jobs;

import java.io.IOException;
import java.util.List;
import org.bubblegram.dataset.Datasets;
import org.bubblegram.dataset.Sample;
import org.bubblegram.engine.InvalidOnnxModel;
import org.bubblegram.engine.OnnxModel;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.evaluation.SamplePass;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.registry.FileDamaged;
import org.bubblegram.registry.ModelVersion;
import org.bubblegram.registry.NetworkFiles;
import org.bubblegram.registry.NotReproduced;
import org.bubblegram.training.SampleInputs;
import org.bubblegram.training.TrainingFailure;
import tools.jackson.core.JacksonException;

/** A version's network in ONNX Runtime, over pictures preprocessed as in training and serving. */
record VersionPass(NetworkFiles networks, Datasets datasets, ImageDecoder decoder) implements EvaluateVersion.Pass {
    @Override
    public void over(EvaluatedVersion version, List<Sample> samples, SamplePass.Answers answers) throws IOException {
        TensorEngine.evaluateOnly();
        Preprocessing preprocessing = preprocessing(version.version());
        SampleInputs inputs = new SampleInputs(datasets, decoder, preprocessing);
        try (OnnxModel network = open(version.version())) {
            new SamplePass(network, version.spec().loss(), version.bins().centres())
                    .over(samples, preprocessing.size(), inputs::load, answers);
        }
    }

    private static Preprocessing preprocessing(ModelVersion version) {
        return version.card()
                .input()
                .inThisBuild()
                .orElseThrow(() -> unusable(
                        version,
                        "it was trained on '" + version.card().input().preprocessing()
                                + "', which this build cannot make"));
    }

    private OnnxModel open(ModelVersion version) throws IOException {
        try {
            return networks.open(version);
        } catch (NotReproduced e) {
            throw new TrainingFailure(e.code(), String.valueOf(e.getMessage()));
        } catch (FileDamaged e) {
            throw new TrainingFailure("model_file_damaged", String.valueOf(e.getMessage()));
        } catch (InvalidOnnxModel | JacksonException e) {
            throw unusable(version, String.valueOf(e.getMessage()));
        }
    }

    private static TrainingFailure unusable(ModelVersion version, String reason) {
        return new TrainingFailure("model_unusable", version.reference() + " cannot be used: " + reason);
    }
}
