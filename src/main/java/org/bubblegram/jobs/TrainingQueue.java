package org.bubblegram.jobs;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** Attempts that wait for a worker. Takes part in the caller's transaction. */
final class TrainingQueue {
    static final TaskDescriptor<Void> TASK = TaskDescriptor.of("training");

    private final SchedulerClient client;
    private final JdbcClient jdbc;
    private final Clock clock;
    private volatile Runnable worker = () -> {};

    TrainingQueue(DataSource dataSource, JdbcClient jdbc, Clock clock) {
        this.client = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
                .build();
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void add(Attempt attempt) {
        client.scheduleIfNotExists(TASK.instance(attempt.toString()).scheduledTo(clock.instant()));
    }

    /** Forgets everything, taken up or not. */
    void clear() {
        jdbc.sql("delete from scheduled_tasks where task_name = ?")
                .param(TASK.getTaskName())
                .update();
    }

    /** Makes this process's worker look now, not at its next poll. */
    void wakeWorker() {
        worker.run();
    }

    void onWake(Runnable wake) {
        worker = wake;
    }
}
