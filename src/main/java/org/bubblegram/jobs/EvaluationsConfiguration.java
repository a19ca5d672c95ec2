package org.bubblegram.jobs;

import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.bubblegram.dataset.Datasets;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.NetworkFiles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class EvaluationsConfiguration {
    @Bean
    EvaluationTable evaluationTable(JdbcClient jdbc, JsonMapper json) {
        return new EvaluationTable(jdbc, json);
    }

    @Bean
    EvaluationSamples evaluationSamples(JdbcOperations jdbc, JsonMapper json) {
        return new EvaluationSamples(jdbc, json);
    }

    @Bean
    TrainingQueue evaluationQueue(DataSource dataSource, JdbcClient jdbc, QueueClock clock) {
        return new TrainingQueue("evaluation", dataSource, jdbc, clock);
    }

    @Bean
    EvaluationLedger evaluationLedger(
            EvaluationTable evaluations,
            EvaluationSamples samples,
            TrainingQueue evaluationQueue,
            AttemptLedger.Transactions transactions) {
        return new EvaluationLedger(evaluations, samples, evaluationQueue, transactions);
    }

    @Bean
    VersionPass versionPass(NetworkFiles networks, Datasets datasets, ImageDecoder decoder) {
        return new VersionPass(networks, datasets, decoder);
    }

    @Bean
    EvaluateVersion.Steps evaluationSteps(
            Datasets datasets, ModelRegistry registry, VersionPass pass, JsonMapper json) {
        return new EvaluateVersion.Steps(
                datasets::find,
                datasets::samples,
                reference -> EvaluatedVersion.of(registry.resolve(ModelReference.parse(reference)), json),
                pass);
    }

    @Bean
    EvaluationJobs evaluationJobs(
            EvaluateVersion.Steps steps,
            EvaluationTable evaluations,
            EvaluationSamples samples,
            EvaluationLedger ledger) {
        return new EvaluationJobs(new Creation<>(steps.find(), steps::resolve), evaluations, samples, ledger);
    }

    @Bean
    EvaluateVersion evaluateVersion(
            EvaluateVersion.Steps steps,
            EvaluationTable evaluations,
            EvaluationSamples samples,
            EvaluationLedger ledger,
            Clock clock) {
        return new EvaluateVersion(steps, evaluations, samples, ledger, clock);
    }

    @Bean
    TrainingScheduler.Kind evaluationKind(
            TrainingQueue evaluationQueue,
            EvaluationLedger ledger,
            EvaluateVersion work,
            ObservationRegistry observations) {
        return new TrainingScheduler.Kind(evaluationQueue, new TrainingWorker(ledger, work, ended -> {}, observations));
    }
}
