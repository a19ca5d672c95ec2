package org.bubblegram.jobs;

import static java.util.Objects.requireNonNull;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.bubblegram.dataset.ConstantAnswer;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.engine.OnnxModel;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.evaluation.EvaluationReport;
import org.bubblegram.evaluation.Evaluations;
import org.bubblegram.image.ImageSize;
import org.bubblegram.metrics.Metric;
import org.bubblegram.metrics.Scorer;
import org.bubblegram.registry.ModelCard;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.ModelVersion;
import org.bubblegram.registry.NetworkFiles;
import org.bubblegram.registry.NotReproduced;
import org.bubblegram.storage.BlobStore;
import org.bubblegram.storage.Sha256;
import org.bubblegram.training.Checkpoints;
import org.bubblegram.training.Novelty;
import org.bubblegram.training.TrainedNetwork;
import org.bubblegram.training.TrainingCancelled;
import org.bubblegram.training.TrainingFailure;
import org.bubblegram.training.TrainingRun;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Trains a network on a data set, scores it, and publishes it as a model's next version. */
final class TrainAndPublish implements JobWork {
    private final Steps steps;
    private final BlobStore blobs;
    private final ModelRegistry registry;
    private final NetworkFiles networks;
    private final Cards cards;

    /** What is done elsewhere: find a data set by name, list its samples, train on them. */
    record Steps(
            Function<String, Optional<Dataset>> find,
            Function<Dataset, List<Sample>> samples,
            Function<TrainingRun, TrainedNetwork> train) {}

    /** @param bubblegramVersion for the model's card */
    record Cards(JsonMapper json, Clock clock, String bubblegramVersion) {}

    TrainAndPublish(Steps steps, BlobStore blobs, ModelRegistry registry, NetworkFiles networks, Cards cards) {
        this.steps = steps;
        this.blobs = blobs;
        this.registry = registry;
        this.networks = networks;
        this.cards = cards;
    }

    @Override
    public int run(TrainingJob job, UUID datasetId, JobProgress progress) throws IOException {
        Optional<ModelVersion> published = registry.madeBy(job.id());
        if (published.isPresent()) { // its worker died before it could say so
            progress.begin();
            return published.get().version();
        }
        Dataset dataset = find(job, datasetId);
        List<Sample> samples = steps.samples().apply(dataset);
        progress.begin();
        var checkpoints = new Checkpoints(blobs, TrainingJobs.checkpointFolder(job.id()), job.attempt());
        var run = new TrainingRun(job.spec(), dataset, samples, checkpoints, progress, progress);
        try (TrainedNetwork trained = train(job, run)) {
            if (progress.cancelled()) {
                throw new TrainingCancelled();
            }
            ModelVersion version = publish(job, progress, card(job, dataset, trained), trained);
            warnOfUselessModel(version.card(), progress);
            return version.version();
        }
    }

    private Dataset find(TrainingJob job, UUID id) {
        return new QueuedDataset(job.dataset(), id).in(steps.find());
    }

    private TrainedNetwork train(TrainingJob job, TrainingRun run) {
        return new StillThere(() -> find(job, run.dataset().id()))
                .during(() -> steps.train().apply(run));
    }

    private ModelVersion publish(TrainingJob job, JobProgress progress, ModelCard card, TrainedNetwork trained)
            throws IOException {
        try {
            Novelty novelty = trained.novelty();
            var files = new NetworkFiles.Networks(trained.network(), novelty == null ? null : novelty.autoencoder());
            return networks.publish(job.model(), job.id(), card, files, progress::requireHeld);
        } catch (NotReproduced e) {
            throw new TrainingFailure(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private ModelCard card(TrainingJob job, Dataset dataset, TrainedNetwork trained) {
        double[] constantAnswer =
                ConstantAnswer.of(requireNonNull(trained.samples().get(Split.TRAIN)));
        List<Double> trainingHistogram = new ArrayList<>();
        for (double fraction : constantAnswer) {
            trainingHistogram.add(fraction);
        }
        return new ModelCard(
                dataset.bins().labels(),
                dataset.basis(),
                trained.activation(),
                trained.network().pooling(),
                new ModelCard.Input(
                        trained.preprocessing().size(),
                        trained.preprocessing().fingerprint(),
                        commonSize(trained.samples().values())),
                requireNonNull(job.spec().backbone().weights()),
                evaluate(new Scorer(dataset.bins(), dataset.basis()), trained, constantAnswer),
                trainingHistogram,
                new ModelCard.Source(dataset.name(), dataset.fingerprint(), dataset.samples()),
                cards.json.valueToTree(job.spec()),
                versions(),
                fingerprint(job, trained),
                novelty(trained.novelty()),
                cards.clock.instant());
    }

    private static ModelCard.@Nullable Novelty novelty(@Nullable Novelty novelty) {
        return novelty == null
                ? null
                : new ModelCard.Novelty(novelty.threshold(), Novelty.QUANTILE, novelty.pictures());
    }

    private String fingerprint(TrainingJob job, TrainedNetwork trained) {
        return Sha256.of(String.join(
                "\n",
                trained.origin(),
                cards.json.writeValueAsString(job.spec()),
                trained.preprocessing().fingerprint(),
                versions().toString()));
    }

    private static void warnOfUselessModel(ModelCard card, JobProgress progress) {
        EvaluationReport test = card.evaluation().get("test");
        EvaluationReport.Score emd = test == null ? null : test.metrics().get(Metric.EMD.key());
        if (emd != null && !(emd.model() < emd.constantAnswer())) {
            progress.onNotice(
                    "worse_than_constant",
                    "On the test split the model has an EMD of %s bins, and answering the mean histogram %s: it has learned nothing of use."
                            .formatted(emd.model(), emd.constantAnswer()));
        }
    }

    private static @Nullable ImageSize commonSize(Collection<List<Sample>> splits) {
        List<ImageSize> sizes = splits.stream()
                .flatMap(List::stream)
                .map(sample -> new ImageSize(sample.width(), sample.height()))
                .distinct()
                .toList();
        return sizes.size() == 1 ? sizes.get(0) : null;
    }

    private static Map<String, EvaluationReport> evaluate(
            Scorer scorer, TrainedNetwork trained, double[] constantAnswer) {
        Map<String, EvaluationReport> reports = new LinkedHashMap<>();
        for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
            List<Sample> samples = trained.samples().getOrDefault(split, List.of());
            if (!samples.isEmpty()) {
                reports.put(
                        split.name().toLowerCase(Locale.ROOT),
                        Evaluations.report(
                                scorer,
                                samples,
                                requireNonNull(trained.predictions().get(split)),
                                requireNonNull(trained.losses().get(split)),
                                constantAnswer));
            }
        }
        return reports;
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("bubblegram", cards.bubblegramVersion);
        versions.put("djl", Engine.getDjlVersion());
        versions.put("pytorch", TensorEngine.version());
        versions.put("onnxruntime", OnnxModel.version());
        versions.put("java", Runtime.version().toString());
        return versions;
    }
}
