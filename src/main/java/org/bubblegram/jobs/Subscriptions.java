package org.bubblegram.jobs;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who in this process wants to hear when a job has new events. */
final class Subscriptions {
    private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);

    private final Map<UUID, List<Listening>> byJob = new ConcurrentHashMap<>();

    Subscription subscribe(UUID job, Runnable callback) {
        var subscription = new Listening(job, callback);
        byJob.compute(job, (id, present) -> {
            List<Listening> all = present == null ? new CopyOnWriteArrayList<>() : present;
            all.add(subscription);
            return all;
        });
        return subscription;
    }

    void notify(UUID job) {
        for (Listening subscription : byJob.getOrDefault(job, List.of())) {
            try {
                subscription.callback.run();
            } catch (RuntimeException e) { // a listener's trouble is not the job's
                log.warn("a listener to job {} failed", job, e);
            }
        }
    }

    /** Ends when it is closed. */
    private final class Listening implements Subscription {
        private final UUID job;
        private final Runnable callback;

        private Listening(UUID job, Runnable callback) {
            this.job = job;
            this.callback = callback;
        }

        @Override
        public void close() {
            byJob.computeIfPresent(job, (id, present) -> {
                present.remove(this);
                return present.isEmpty() ? null : present;
            });
        }
    }
}
