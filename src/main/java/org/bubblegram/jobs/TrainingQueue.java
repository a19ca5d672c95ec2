package org.bubblegram.jobs;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** Attempts of one kind of job that wait for a worker. Takes part in the caller's transaction. */
final class TrainingQueue {
    private final TaskDescriptor<Void> task;
    private final SchedulerClient client;
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private volatile Runnable worker = () -> {};

    /**
     * @param task what the scheduler calls this kind
     * @param clock the scheduler's
     */
    TrainingQueue(String task, DataSource dataSource, JdbcClient jdbc, InstantSource clock) {
        this.task = TaskDescriptor.of(task);
        this.client = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
                .jdbcCustomization(new FairOrder())
                .enablePriority()
                .build();
        this.jdbc = jdbc;
        this.clock = clock;
    }

    TaskDescriptor<Void> task() {
        return task;
    }

    /** @param delay before any worker may take it up */
    void add(Attempt attempt, QueuePlace place, Duration delay) {
        client.scheduleIfNotExists(task.instance(attempt.toString())
                .priority(place.priority())
                .scheduledTo(clock.instant().plus(delay)));
        jdbc.sql("update scheduled_tasks set tenant = ?, begun = ? where task_name = ? and task_instance = ?")
                .params(place.tenant(), attempt.number() > 1, task.getTaskName(), attempt.toString())
                .update();
        jdbc.sql("insert into tenant_turn (tenant, turn) values (?, 0) on conflict do nothing")
                .param(place.tenant())
                .update();
    }

    /** Takes back what no worker has; none there is no error. */
    void remove(Attempt attempt) {
        jdbc.sql("delete from scheduled_tasks where task_name = ? and task_instance = ? and picked = false")
                .params(task.getTaskName(), attempt.toString())
                .update();
    }

    /** A worker has taken a job of a tenant up: the others' turn is now. */
    void taken(String tenant) {
        jdbc.sql("update tenant_turn set turn = (select max(turn) + 1 from tenant_turn) where tenant = ?")
                .param(tenant)
                .update();
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
