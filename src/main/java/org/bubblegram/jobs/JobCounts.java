package org.bubblegram.jobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How many jobs there are of each kind in each state. */
public final class JobCounts {
    /** What the kinds are called, in the queue and in meters. */
    public static final List<String> KINDS = List.of("training", "loss-comparison", "evaluation");

    private static final String COUNT = """
            select 'training' as kind, state, count(*) as jobs from training_job group by state
            union all
            select 'loss-comparison' as kind, state, count(*) as jobs from loss_comparison group by state
            union all
            select 'evaluation' as kind, state, count(*) as jobs from evaluation group by state
            """;

    private final JdbcClient jdbc;

    JobCounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Jobs of a kind in a state. */
    public record Place(String kind, JobState state) {}

    /** All kinds and states, those without jobs too, by one query. */
    public Map<Place, Long> now() {
        Map<Place, Long> counts = new LinkedHashMap<>();
        for (String kind : KINDS) {
            for (JobState state : JobState.values()) {
                counts.put(new Place(kind, state), 0L);
            }
        }
        jdbc.sql(COUNT).query(row -> {
            String kind = Objects.requireNonNull(row.getString("kind"));
            counts.put(new Place(kind, JobState.ofKey(row.getString("state"))), row.getLong("jobs"));
        });
        return counts;
    }
}
