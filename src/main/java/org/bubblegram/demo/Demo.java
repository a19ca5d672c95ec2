package org.bubblegram.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.Datasets;
import org.bubblegram.dataset.ImportSource;
import org.bubblegram.dataset.NewDataset;
import org.bubblegram.evaluation.EvaluationReport;
import org.bubblegram.histogram.Basis;
import org.bubblegram.jobs.JobState;
import org.bubblegram.jobs.NewTrainingJob;
import org.bubblegram.jobs.Subscription;
import org.bubblegram.jobs.TrainingJob;
import org.bubblegram.jobs.TrainingJobs;
import org.bubblegram.metrics.Metric;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.ModelVersion;
import org.bubblegram.rendering.BubbleRenderer;
import org.bubblegram.rendering.RenderSpec;
import org.bubblegram.storage.AtomicFile;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.training.InputSpec;
import org.bubblegram.training.TrainingSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first evening: with an empty store, a data set, a model trained on it, and a line to try. */
final class Demo {
    private static final Logger log = LoggerFactory.getLogger(Demo.class);
    private static final String NAME = "demo";
    private static final long SEED = 1;
    // a start that finds the demo half made goes on with it
    private static final CreationKey KEY = new CreationKey("bubblegram-demo", "1");

    private final Datasets datasets;
    private final TrainingJobs jobs;
    private final ModelRegistry models;
    private final Path folder;
    private final DemoSettings settings;

    /** @param folder for the photograph to try */
    Demo(Datasets datasets, TrainingJobs jobs, ModelRegistry models, Path folder, DemoSettings settings) {
        this.datasets = datasets;
        this.jobs = jobs;
        this.models = models;
        this.folder = folder;
        this.settings = settings;
    }

    /** @param address where the service answers */
    void run(String address) {
        try {
            if (isOwnStore()) {
                make(address);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            log.error("The demo could not be made; the service itself is not affected", e);
        }
    }

    /** Whether there is nothing in the store, or nothing but the demo; what its owner deleted stays deleted. */
    private boolean isOwnStore() {
        boolean deleted =
                datasets.find(NAME).isEmpty() && !jobs.list(null, null, 1).isEmpty();
        return !deleted
                && datasets.list(null, 2).stream().map(Dataset::name).allMatch(NAME::equals)
                && models.models(null, 2).stream().allMatch(NAME::equals);
    }

    private void make(String address) throws IOException, InterruptedException {
        TrainingJob job = jobs.create(new NewTrainingJob(dataset().name(), NAME, spec(), KEY));
        if (!job.state().finished()) {
            log.info(
                    "Training the demo model; this takes a few minutes. Follow it: {}/v1/training-jobs/{}",
                    address,
                    job.id());
        }
        TrainingJob ended = await(job);
        if (ended.state() == JobState.SUCCEEDED) {
            if (!models.versions(NAME).isEmpty()) {
                announce(models.resolve(ModelReference.parse(NAME)), address);
            }
        } else {
            log.warn("The demo's training ended as {}: {}", ended.state(), ended.error());
        }
    }

    private Dataset dataset() throws IOException {
        RenderSpec spec = new RenderSpec(settings.images(), SEED, null, null, null);
        NewDataset request = new NewDataset(NAME, Basis.NUMBER, null, KEY);
        return datasets.create(request, new ImportSource.Rendered(spec));
    }

    private TrainingSpec spec() {
        return TrainingSpec.defaults().with(new InputSpec(settings.inputSize()));
    }

    private TrainingJob await(TrainingJob job) throws InterruptedException {
        Semaphore news = new Semaphore(0);
        int told = 0;
        Subscription subscription = jobs.subscribe(job.id(), news::release);
        try (subscription) {
            TrainingJob now = jobs.find(job.id()).orElse(job);
            while (!now.state().finished()) {
                int tenths = (int) (10 * now.progress());
                if (tenths > told) {
                    told = tenths;
                    log.info("Demo: {} % done", 10 * tenths);
                }
                news.tryAcquire(5, TimeUnit.SECONDS); // a job may also end in another process
                news.drainPermits();
                now = jobs.find(job.id()).orElse(job);
            }
            return now;
        }
    }

    private void announce(ModelVersion version, String address) throws IOException {
        Path photograph = folder.resolve("photograph.png");
        // more than the data set has: nothing was learned from it. The very next is one of the few, some 4 of 100, that
        // the
        // model calls unlike, which would puzzle whoever tries it first.
        int unseen = settings.images() + 1;
        RenderSpec spec = new RenderSpec(unseen + 1, SEED, null, null, null);
        byte[] png = new BubbleRenderer(spec).render(unseen).png();
        AtomicFile.write(photograph, out -> out.write(png));
        EvaluationReport test =
                Objects.requireNonNull(version.card().evaluation().get("test"));
        log.info(
                """
                The demo model {} answers at {}
                  on {} test pictures: intersection {} (constant answer {}), EMD {} bins (constant answer {})
                  try:  curl --data-binary @{} -H 'Content-Type: image/png' {}/v1/models/demo/predictions
                  API:  {}/swagger-ui.html""",
                version.reference(),
                address,
                test.samples(),
                scores(test, Metric.INTERSECTION).get(0),
                scores(test, Metric.INTERSECTION).get(1),
                scores(test, Metric.EMD).get(0),
                scores(test, Metric.EMD).get(1),
                photograph,
                address,
                address);
    }

    private static List<String> scores(EvaluationReport report, Metric metric) {
        EvaluationReport.Score score = Objects.requireNonNull(report.metrics().get(metric.key()));
        return List.of(
                String.format(Locale.ROOT, "%.3f", score.model()),
                String.format(Locale.ROOT, "%.3f", score.constantAnswer()));
    }
}
