package org.bubblegram.monitoring;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether only a restart helps: threads wait for each other for ever, or a network has not come back for very long. Costs
 * microseconds, and asks neither database nor store: a restart would not mend those.
 */
final class EngineLiveness implements HealthIndicator {
    private final Supplier<Duration> longestComputation;
    private final Duration stuckAfter;

    EngineLiveness(Supplier<Duration> longestComputation, Duration stuckAfter) {
        this.longestComputation = longestComputation;
        this.stuckAfter = stuckAfter;
    }

    @Override
    public Health health() {
        Duration longest = longestComputation.get();
        if (longest.compareTo(stuckAfter) > 0) {
            return Health.down()
                    .withDetail("failure", "a batch has been computed for " + longest.toSeconds() + " s")
                    .build();
        }
        long[] deadlocked = ManagementFactory.getThreadMXBean().findDeadlockedThreads(); // null where there are none
        if (deadlocked != null) {
            return Health.down()
                    .withDetail("failure", deadlocked.length + " threads are deadlocked")
                    .build();
        }
        return Health.up().build();
    }
}
