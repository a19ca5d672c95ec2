package org.bubblegram.jobs;

import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.bubblegram.dataset.Datasets;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.NetworkFiles;
import org.bubblegram.storage.BlobStore;
import org.bubblegram.storage.StoreUse;
import org.bubblegram.training.Training;
import org.bubblegram.training.TrainingListener;
import org.bubblegram.training.TrainingSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({JobsSettings.class, OrphanSettings.class, Roles.class})
class JobsConfiguration {
    private static final Logger log = LoggerFactory.getLogger(JobsConfiguration.class);

    @Bean
    JobTable jobTable(JdbcClient jdbc, JsonMapper json) {
        return new JobTable(jdbc, json);
    }

    @Bean
    JobCounts jobCounts(JdbcClient jdbc) {
        return new JobCounts(jdbc);
    }

    @Bean
    EventTable eventTable(JdbcClient jdbc, JsonMapper json) {
        return new EventTable(jdbc, json);
    }

    @Bean
    QueueClock queueClock(JdbcClient jdbc) {
        return new QueueClock(jdbc);
    }

    @Bean
    TrainingQueue trainingQueue(DataSource dataSource, JdbcClient jdbc, QueueClock clock) {
        return new TrainingQueue("training", dataSource, jdbc, clock);
    }

    @Bean
    AttemptLedger.Transactions jobTransactions(TransactionOperations operations, Clock clock) {
        return new AttemptLedger.Transactions(operations, clock);
    }

    @Bean
    JobLedger jobLedger(
            JobTable jobs, EventTable events, TrainingQueue trainingQueue, AttemptLedger.Transactions transactions) {
        return new JobLedger(jobs, events, trainingQueue, transactions);
    }

    @Bean
    Creation<TrainingSpec> trainingJobCreation(Datasets datasets, Training training) {
        return new Creation<>(datasets::find, training::resolve);
    }

    @Bean
    TrainingJobs trainingJobs(
            Creation<TrainingSpec> creation, JobTable jobs, EventTable events, JobLedger ledger, BlobStore blobs) {
        return new TrainingJobs(creation, jobs, events, ledger, blobs);
    }

    @Bean
    TrainAndPublish.Cards modelCards(JsonMapper json, Clock clock, ObjectProvider<BuildProperties> build) {
        BuildProperties properties = build.getIfAvailable();
        String version = properties == null ? null : properties.getVersion();
        return new TrainAndPublish.Cards(json, clock, version == null ? "unknown" : version);
    }

    @Bean
    TrainAndPublish.Steps trainingSteps(
            Datasets datasets, Training training, ObjectProvider<TrainingListener> listeners) {
        List<TrainingListener> others = listeners.orderedStream().toList();
        return new TrainAndPublish.Steps(
                datasets::find, datasets::samples, run -> training.run(run.alsoTelling(others)));
    }

    @Bean
    JobWork trainAndPublish(
            TrainAndPublish.Steps steps,
            BlobStore blobs,
            ModelRegistry registry,
            NetworkFiles networks,
            TrainAndPublish.Cards cards) {
        return new TrainAndPublish(steps, blobs, registry, networks, cards);
    }

    @Bean
    TrainingWorker trainingWorker(
            JobLedger ledger, JobWork work, TrainingJobs jobs, Clock clock, ObservationRegistry observations) {
        return new TrainingWorker(
                ledger, new TrainingAttempts(ledger, work, clock), jobs::deleteCheckpoints, observations);
    }

    @Bean
    Recovery recovery(
            JobLedger ledger,
            ComparisonLedger comparisons,
            EvaluationLedger evaluations,
            BlobStore blobs,
            ModelRegistry models) {
        return new Recovery(ledger, comparisons, evaluations, blobs, models);
    }

    /** Workers collect: there are few of them. */
    @Bean
    @SuppressWarnings("checkstyle:ParameterNumber") // beans
    OrphanCollector orphanCollector(
            Recovery recovery,
            ModelRegistry models,
            Datasets datasets,
            BlobStore blobs,
            OrphanSettings settings,
            Roles roles) {
        List<OrphanCollector.Source> sources =
                roles.worker() ? List.of(recovery::orphans, models::orphans, datasets::orphans) : List.of();
        return new OrphanCollector(sources, blobs, settings, System::nanoTime);
    }

    @Bean
    TrainingScheduler.Kind trainingJobKind(TrainingQueue trainingQueue, TrainingWorker trainingWorker) {
        return new TrainingScheduler.Kind(trainingQueue, trainingWorker);
    }

    @Bean
    @SuppressWarnings("checkstyle:ParameterNumber") // beans
    TrainingScheduler trainingScheduler(
            DataSource dataSource,
            List<TrainingScheduler.Kind> kinds,
            Recovery recovery,
            JobsSettings settings,
            StoreUse use,
            Roles roles) {
        if (use.exclusive() && !roles.worker()) {
            log.warn("bubblegram.roles has no worker, and no other process can use this database and these files: jobs "
                    + "will wait. Add the role worker, or use PostgreSQL and S3.");
        }
        Runnable atStart = use.exclusive() && roles.worker() ? recovery::run : () -> {};
        return new TrainingScheduler(dataSource, kinds, atStart, settings, roles.worker());
    }
}
