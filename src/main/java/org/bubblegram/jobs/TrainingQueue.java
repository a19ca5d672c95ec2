package org.bubblegram.jobs;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** Attempts of one kind of job that wait for a worker. Takes part in the caller's transaction. */
final class TrainingQueue {
    private final TaskDescriptor<Void> task;
    private final SchedulerClient client;
    private final JdbcClient jdbc;
    private final Clock clock;
    private volatile Runnable worker = () -> {};

    /** @param task what the scheduler calls this kind */
    TrainingQueue(String task, DataSource dataSource, JdbcClient jdbc, Clock clock) {
        this.task = TaskDescriptor.of(task);
        this.client = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
                .build();
        this.jdbc = jdbc;
        this.clock = clock;
    }

    TaskDescriptor<Void> task() {
        return task;
    }

    void add(Attempt attempt) {
        client.scheduleIfNotExists(task.instance(attempt.toString()).scheduledTo(clock.instant()));
    }

    /** Forgets everything, taken up or not. */
    void clear() {
        jdbc.sql("delete from scheduled_tasks where task_name = ?")
                .param(task.getTaskName())
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
