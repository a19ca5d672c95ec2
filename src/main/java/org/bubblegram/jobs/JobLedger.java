package org.bubblegram.jobs;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bubblegram.jobs.TrainingJob.JobError;
import org.jspecify.annotations.Nullable;

/** The one way to change a training job; each change is an event too. */
final class JobLedger extends AttemptLedger {
    private final JobTable jobs;
    private final EventTable events;

    JobLedger(JobTable jobs, EventTable events, TrainingQueue queue, Transactions transactions) {
        super(jobs.rows(), queue, transactions);
        this.jobs = jobs;
        this.events = events;
    }

    @Override
    JobError workerLost() {
        return new JobError(
                "worker_lost", "its worker was lost " + Troubles.MOST_LOSSES + " times without finishing an epoch");
    }

    TrainingJob create(NewTrainingJob request, UUID dataset) {
        Attempt first = create(request.place(), attempt -> {
            jobs.insert(attempt.job(), request, dataset, now());
            appendState(attempt, JobState.QUEUED, null, null);
        });
        return get(first.job());
    }

    @Override
    void moved(Attempt attempt, Transition transition) {
        Integer version = transition.version();
        if (version != null) {
            jobs.setVersion(attempt.job(), version);
        }
        appendState(attempt, transition.to(), version, transition.error());
    }

    private void appendState(Attempt attempt, JobState state, @Nullable Integer version, @Nullable JobError error) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("state", state);
        data.put("attempt", attempt.number());
        if (version != null) {
            data.put("version", version);
        }
        if (error != null) {
            data.put("error", error);
        }
        events.append(attempt.job(), JobEvent.STATE, data, now());
    }

    @Override
    void retried(UUID id, JobError fault, Duration delay) {
        String message = fault.message() + " The job is tried again in " + delay.toSeconds() + " s.";
        events.append(id, JobEvent.NOTICE, Map.of("code", fault.code(), "message", message), now());
    }

    /** @throws JobLost if the attempt does not hold the job any more */
    void advance(Attempt attempt, Standing standing, String type, Object data) {
        advance(attempt, standing, () -> {
            events.append(attempt.job(), type, data, now());
            if (type.equals(JobEvent.EPOCH)) { // whatever kills its workers, it gets on
                jobs.rows().setTroubles(attempt.job(), Troubles.NONE);
            }
        });
    }

    /** Jobs that may still be worked on. */
    Set<UUID> unfinished() {
        Set<JobState> states = EnumSet.allOf(JobState.class);
        states.removeIf(JobState::finished);
        return jobs.rows().inState(states).stream().map(Attempt::job).collect(Collectors.toSet());
    }

    TrainingJob get(UUID id) {
        return jobs.find(id).orElseThrow(() -> new JobNotFound(id));
    }
}
