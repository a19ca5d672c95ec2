package org.bubblegram.jobs;

import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.bubblegram.dataset.Datasets;
import org.bubblegram.training.LossComparison;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class ComparisonsConfiguration {
    @Bean
    ComparisonTable comparisonTable(JdbcClient jdbc, JsonMapper json) {
        return new ComparisonTable(jdbc, json);
    }

    @Bean
    TrainingQueue comparisonQueue(DataSource dataSource, JdbcClient jdbc, QueueClock clock) {
        return new TrainingQueue("loss-comparison", dataSource, jdbc, clock);
    }

    @Bean
    ComparisonLedger comparisonLedger(
            ComparisonTable comparisons, TrainingQueue comparisonQueue, AttemptLedger.Transactions transactions) {
        return new ComparisonLedger(comparisons, comparisonQueue, transactions);
    }

    @Bean
    ComparisonJobs comparisonJobs(
            Datasets datasets, LossComparison comparison, ComparisonTable comparisons, ComparisonLedger ledger) {
        return new ComparisonJobs(new Creation<>(datasets::find, comparison::resolve), comparisons, ledger);
    }

    @Bean
    @SuppressWarnings("checkstyle:ParameterNumber") // beans
    TrainingScheduler.Kind comparisonKind(
            CompareLosses.Steps steps,
            ComparisonTable comparisons,
            ComparisonLedger ledger,
            TrainingQueue comparisonQueue,
            Clock clock,
            ObservationRegistry observations) {
        var work = new CompareLosses(steps, comparisons, ledger, clock);
        return new TrainingScheduler.Kind(comparisonQueue, new TrainingWorker(ledger, work, ended -> {}, observations));
    }

    @Bean
    CompareLosses.Steps comparisonSteps(Datasets datasets, LossComparison comparison) {
        return new CompareLosses.Steps(datasets::find, datasets::samples, comparison::run);
    }
}
