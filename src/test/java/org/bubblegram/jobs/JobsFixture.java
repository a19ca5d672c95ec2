package org.bubblegram.jobs;

import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.bubblegram.MemoryBlobs;
import org.bubblegram.MigratedDatabase;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.LabelReport;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.storage.BlobStore;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.training.ComparedFold;
import org.bubblegram.training.ComparisonRun;
import org.bubblegram.training.ComparisonSpec;
import org.bubblegram.training.EpochResult;
import org.bubblegram.training.GradientSummary;
import org.bubblegram.training.Trainable;
import org.bubblegram.training.TrainingSpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Everything of jobs on a new database, but for the training itself, which each test scripts. */
final class JobsFixture implements AutoCloseable {
    final MigratedDatabase database = MigratedDatabase.create();
    final BlobStore blobs = new MemoryBlobs();
    final Map<String, Dataset> datasets = new ConcurrentHashMap<>();
    final JsonMapper json = JsonMapper.builder().build();
    final JobTable table = new JobTable(database.jdbc(), json);
    final EventTable events = new EventTable(database.jdbc(), json);
    final SetClock clock = new SetClock(Instant.parse("2026-11-23T12:00:00Z"));
    final TrainingQueue queue =
            new TrainingQueue("training", database.dataSource(), database.jdbc(), new QueueClock(database.jdbc()));
    final JobLedger ledger = ledger(queue);
    final TrainingJobs jobs =
            new TrainingJobs(new Creation<>(this::dataset, (dataset, spec) -> spec), table, events, ledger, blobs);

    final ModelRegistry models =
            new ModelRegistry(database.jdbc(), database.transactions(), blobs, json, Clock.systemUTC());
    final ComparisonTable comparisonTable = new ComparisonTable(database.jdbc(), json);
    final TrainingQueue comparisonQueue =
            new TrainingQueue("loss-comparison", database.dataSource(), database.jdbc(), Clock.systemUTC());
    final ComparisonLedger comparisonLedger = new ComparisonLedger(comparisonTable, comparisonQueue, transactions());
    final ComparisonJobs comparisons = new ComparisonJobs(
            new Creation<>(this::dataset, (dataset, spec) -> spec), comparisonTable, comparisonLedger);
    final EvaluationTable evaluationTable = new EvaluationTable(database.jdbc(), json);
    final EvaluationSamples evaluatedSamples = new EvaluationSamples(new JdbcTemplate(database.dataSource()), json);
    final TrainingQueue evaluationQueue =
            new TrainingQueue("evaluation", database.dataSource(), database.jdbc(), Clock.systemUTC());
    final EvaluationLedger evaluationLedger =
            new EvaluationLedger(evaluationTable, evaluatedSamples, evaluationQueue, transactions());
    final Recovery recovery = new Recovery(ledger, comparisonLedger, evaluationLedger, blobs, models);

    final ObservationRegistry observations = ObservationRegistry.create();

    private final List<TrainingScheduler> schedulers = new ArrayList<>();

    JobsFixture() {
        datasets.put("nuclei", newDataset("nuclei"));
    }

    /** A process's ledger; another one is told nothing of what this one does. */
    JobLedger ledger(TrainingQueue queue) {
        return new JobLedger(table, events, queue, transactions());
    }

    private AttemptLedger.Transactions transactions() {
        return new AttemptLedger.Transactions(database.transactions(), clock);
    }

    Optional<Dataset> dataset(String name) {
        return Optional.ofNullable(datasets.get(name));
    }

    static Dataset newDataset(String name) {
        var report = new LabelReport(0, 0, List.of(0.5, 0.5), new LabelReport.Floor(1, 0), List.of());
        return new Dataset(
                UUID.randomUUID(),
                name,
                SizeBins.parse(List.of("0-10mm", "10mm+")),
                Basis.NUMBER,
                0,
                "print",
                report,
                Instant.EPOCH);
    }

    TrainingJob create() {
        return create(null);
    }

    TrainingJob create(@Nullable CreationKey key) {
        return jobs.create(new NewTrainingJob("nuclei", "froth", TrainingSpec.defaults(), key));
    }

    TrainingJob create(String tenant, int priority) {
        var place = new QueuePlace(tenant, priority);
        return jobs.create(new NewTrainingJob("nuclei", "froth", TrainingSpec.defaults(), null, place));
    }

    TrainingJob get(UUID id) {
        return jobs.find(id).orElseThrow();
    }

    /** A job that a worker has taken up and trains. */
    TrainingJob running() {
        TrainingJob job = create();
        ledger.move(Attempt.of(job), Transition.TAKE);
        ledger.move(Attempt.of(job), Transition.RUN);
        return get(job.id());
    }

    TrainingWorker worker(JobWork work) {
        return new TrainingWorker(
                ledger, new TrainingAttempts(ledger, work, clock), jobs::deleteCheckpoints, observations);
    }

    TrainingScheduler scheduler(JobWork work) {
        return scheduler(work, new JobsSettings(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(10)));
    }

    TrainingScheduler scheduler(JobWork work, JobsSettings settings) {
        return scheduler(settings, new TrainingScheduler.Kind(queue, worker(work)));
    }

    /** Of the only process that uses the database. */
    TrainingScheduler scheduler(JobsSettings settings, TrainingScheduler.Kind... kinds) {
        return scheduler(recovery::run, settings, kinds);
    }

    /** Of one of many processes that use the database. */
    TrainingScheduler sharingScheduler(JobWork work) {
        var settings = new JobsSettings(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(10));
        return scheduler(() -> {}, settings, new TrainingScheduler.Kind(queue, worker(work)));
    }

    /** Of one that works on nothing itself. */
    TrainingScheduler watchingScheduler() {
        var settings = new JobsSettings(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10));
        var kind = new TrainingScheduler.Kind(queue, worker(JobsTestWork.succeeds(1)));
        var scheduler = new TrainingScheduler(database.dataSource(), List.of(kind), () -> {}, settings, false);
        schedulers.add(scheduler);
        return scheduler;
    }

    /** What a job's events say that happened to it, in order: states, and codes of notices. */
    List<String> story(UUID id) {
        return jobs.events(id, 0, 1000).stream()
                .filter(event -> event.data().hasNonNull(event.type().equals(JobEvent.STATE) ? "state" : "code"))
                .map(event -> event.data()
                        .get(event.type().equals(JobEvent.STATE) ? "state" : "code")
                        .asString())
                .toList();
    }

    private TrainingScheduler scheduler(Runnable atStart, JobsSettings settings, TrainingScheduler.Kind... kinds) {
        var scheduler = new TrainingScheduler(database.dataSource(), List.of(kinds), atStart, settings, true);
        schedulers.add(scheduler);
        return scheduler;
    }

    ComparisonJob compare(@Nullable CreationKey key) {
        return comparisons.create(new NewComparison("nuclei", ComparisonSpec.defaults(), key));
    }

    /** Compares losses by a script. */
    TrainingScheduler.Kind comparing(Function<ComparisonRun, List<ComparedFold>> script) {
        var steps = new CompareLosses.Steps(this::dataset, dataset -> List.of(), script);
        var work = new CompareLosses(steps, comparisonTable, comparisonLedger, clock);
        return new TrainingScheduler.Kind(
                comparisonQueue, new TrainingWorker(comparisonLedger, work, ended -> {}, observations));
    }

    /** Evaluates by a script. */
    TrainingScheduler.Kind evaluating(EvaluateVersion.Steps steps) {
        var work = new EvaluateVersion(steps, evaluationTable, evaluatedSamples, evaluationLedger, clock);
        return new TrainingScheduler.Kind(
                evaluationQueue, new TrainingWorker(evaluationLedger, work, ended -> {}, observations));
    }

    static EpochResult epoch(int number) {
        var gradients = new GradientSummary(0.1, 0.1, 20.0, 20);
        return new EpochResult(
                number,
                number * 10L,
                Trainable.NONE,
                1.5,
                1.25,
                Map.of("emd", 0.5),
                Map.of("iou", 0.75),
                0.4,
                0.001,
                2,
                3,
                gradients,
                100,
                1L << 30,
                true);
    }

    @Override
    public void close() {
        schedulers.forEach(TrainingScheduler::stop);
        database.close();
    }
}
