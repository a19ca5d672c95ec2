package org.bubblegram.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.FailureHandler.OnFailureRetryLater;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Gives queued attempts to their worker, one of all kinds at a time, from when the service is up until it shuts down. Where a
 * worker gives no sign of life any more, its job is queued again, by whichever process sees it first: those that do not work
 * themselves watch too.
 */
final class TrainingScheduler implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(TrainingScheduler.class);
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final int MISSED_HEARTBEATS = 6;

    private final DataSource dataSource;
    private final List<Kind> kinds;
    private final Runnable atStart;
    private final JobsSettings settings;
    private final boolean works;
    private @Nullable Scheduler scheduler;

    /** One kind of job: where its attempts wait, and who works on them. */
    record Kind(TrainingQueue queue, TrainingWorker worker) {
        OneTimeTask<Void> task() {
            return Tasks.oneTime(queue.task())
                    .onDeadExecution(this::died)
                    .onFailure(new OnFailureRetryLater<>(RETRY))
                    .execute((instance, context) -> worker.execute(Attempt.parse(instance.getId())));
        }

        /** At once, on the thread that watches: whoever could work may be busy for hours. */
        private void died(ExecutionComplete execution, ExecutionOperations<Void> operations) {
            Attempt attempt =
                    Attempt.parse(execution.getExecution().taskInstance.getId());
            if (worker.died(attempt)) {
                operations.reschedule(execution, execution.getTimeDone());
                queue.wakeWorker();
            } else {
                remove(attempt, operations);
            }
        }

        private static void remove(Attempt attempt, ExecutionOperations<Void> operations) {
            try {
                operations.remove();
            } catch (TaskInstanceException e) {
                log.debug("attempt {} was removed by another process", attempt, e);
            }
        }
    }

    /**
     * @param atStart what is to be done before any work is given out
     * @param works whether this process works, or watches only
     */
    TrainingScheduler(DataSource dataSource, List<Kind> kinds, Runnable atStart, JobsSettings settings, boolean works) {
        this.dataSource = dataSource;
        this.kinds = kinds;
        this.atStart = atStart;
        this.settings = settings;
        this.works = works;
    }

    @Override
    public synchronized void start() {
        atStart.run();
        kinds.forEach(kind -> kind.worker().start());
        Scheduler built = build();
        scheduler = built;
        if (works) {
            kinds.forEach(kind -> kind.queue().onWake(built::triggerCheckForDueExecutions));
        } else {
            built.pause();
        }
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

    @SuppressWarnings("deprecation") // the other way to look for work needs locks that H2 has not got
    private Scheduler build() {
        return Scheduler.create(dataSource, kinds.stream().map(Kind::task).toArray(OneTimeTask<?>[]::new))
                .threads(1)
                .executorService(oneAtATime())
                .pollUsingFetchAndLockOnExecute(0, 1) // one candidate, the best as of now
                .enablePriority()
                .jdbcCustomization(new FairOrder())
                .clock(new QueueClock(JdbcClient.create(dataSource)))
                .pollingInterval(settings.pollingInterval())
                .heartbeatInterval(settings.heartbeatInterval())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(settings.shutdownWait())
                .build();
    }

    /** Nothing waits in this process: what is found while a job is in work is dropped, and found again afterwards. */
    private static ExecutorService oneAtATime() {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> new Thread(task, "jobs"),
                new ThreadPoolExecutor.DiscardPolicy());
    }
}
