package org.bubblegram.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler.ReviveDeadExecution;
import com.github.kagkarlsson.scheduler.task.FailureHandler.OnFailureRetryLater;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Gives queued attempts to their worker, one of all kinds at a time, from when the service is up until it shuts down. An attempt whose
 * worker died is given out again; the worker sees that it was held and queues the next one.
 */
final class TrainingScheduler implements SmartLifecycle {
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final int MISSED_HEARTBEATS = 6;

    private final DataSource dataSource;
    private final List<Kind> kinds;
    private final Runnable atStart;
    private final JobsSettings settings;
    private @Nullable Scheduler scheduler;

    /** One kind of job: where its attempts wait, and who works on them. */
    record Kind(TrainingQueue queue, TrainingWorker worker) {
        OneTimeTask<Void> task() {
            return Tasks.oneTime(queue.task())
                    .onDeadExecution(new ReviveDeadExecution<>())
                    .onFailure(new OnFailureRetryLater<>(RETRY))
                    .execute((instance, context) -> worker.execute(Attempt.parse(instance.getId())));
        }
    }

    /** @param atStart what is to be done before any work is given out */
    TrainingScheduler(DataSource dataSource, List<Kind> kinds, Runnable atStart, JobsSettings settings) {
        this.dataSource = dataSource;
        this.kinds = kinds;
        this.atStart = atStart;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        atStart.run();
        kinds.forEach(kind -> kind.worker().start());
        Scheduler built = build();
        scheduler = built;
        kinds.forEach(kind -> kind.queue().onWake(built::triggerCheckForDueExecutions));
        built.start();
    }

    /** Takes no more work, has the worker hand back what it has, and waits for that as long as the settings say. */
    @Override
    public synchronized void stop() {
        if (scheduler == null) {
            return;
        }
        kinds.forEach(kind -> {
            kind.queue().onWake(() -> {});
            kind.worker().stop();
        });
        scheduler.pause(); // or stopping may interrupt a poll, and an interrupt closes an H2 file
        scheduler.stop();
        scheduler = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return scheduler != null;
    }

    private Scheduler build() {
        return Scheduler.create(dataSource, kinds.stream().map(Kind::task).toArray(OneTimeTask<?>[]::new))
                .threads(1)
                .pollingInterval(settings.pollingInterval())
                .heartbeatInterval(settings.heartbeatInterval())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(settings.shutdownWait())
                .build();
    }
}
