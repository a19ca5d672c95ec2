package org.bubblegram.monitoring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import org.bubblegram.dataset.Datasets;
import org.bubblegram.jobs.JobCounts;
import org.bubblegram.jobs.JobState;
import org.jspecify.annotations.Nullable;

/** What there is in the database, as of the last look at it: a scrape never waits for the database. */
final class Inventory implements MeterBinder {
    private final JobCounts jobs;
    private final Datasets datasets;
    private volatile @Nullable Seen seen;

    private record Seen(Map<JobCounts.Place, Long> jobs, long datasets) {}

    Inventory(JobCounts jobs, Datasets datasets) {
        this.jobs = jobs;
        this.datasets = datasets;
    }

    /** Asks the database, which shows too that it answers. */
    void look() {
        seen = new Seen(jobs.now(), datasets.count());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("bubblegram.datasets", this::datasets)
                .description("Data sets in the database")
                .register(registry);
        for (String kind : JobCounts.KINDS) {
            for (JobState state : JobState.values()) {
                JobCounts.Place place = new JobCounts.Place(kind, state);
                Gauge.builder("bubblegram.jobs", () -> jobs(place))
                        .description("Jobs in the database by kind and state")
                        .tag("kind", kind)
                        .tag("state", state.key())
                        .register(registry);
            }
        }
    }

    private double datasets() {
        Seen last = seen;
        return last == null ? Double.NaN : last.datasets;
    }

    private double jobs(JobCounts.Place place) {
        Seen last = seen;
        return last == null ? Double.NaN : last.jobs.getOrDefault(place, 0L);
    }
}
