package org.bubblegram.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.DatasetNotFound;
import org.bubblegram.storage.BlobStore;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.storage.CreationKeyReused;
import org.bubblegram.training.Checkpoints;
import org.bubblegram.training.EpochResult;
import org.bubblegram.training.TrainingSpec;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;

/** The training jobs of this installation. */
public final class TrainingJobs {
    /** Where the files of all jobs are stored. */
    static final String FOLDER = "jobs/";

    private final Checks checks;
    private final JobTable jobs;
    private final EventTable events;
    private final JobLedger ledger;
    private final BlobStore blobs;

    /**
     * What must hold of a request before it is queued.
     *
     * @param dataset finds a data set by name
     * @param spec fills in the installation's defaults, or throws where the spec asks for what is not there
     */
    record Checks(Function<String, Optional<Dataset>> dataset, BiFunction<Dataset, TrainingSpec, TrainingSpec> spec) {}

    TrainingJobs(Checks checks, JobTable jobs, EventTable events, JobLedger ledger, BlobStore blobs) {
        this.checks = checks;
        this.jobs = jobs;
        this.events = events;
        this.ledger = ledger;
        this.blobs = blobs;
    }

    /**
     * Queues a job. The same creation key answers the same job.
     *
     * @throws DatasetNotFound if the data set does not exist
     * @throws org.bubblegram.network.UnknownBackbone if the spec names a backbone that is not configured
     * @throws org.bubblegram.dataset.SplitImpossible if the data set cannot be split as the spec says
     * @throws CreationKeyReused if the key came before with another request
     */
    public TrainingJob create(NewTrainingJob request) {
        Optional<TrainingJob> earlier = createdBefore(request);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Dataset dataset =
                checks.dataset().apply(request.dataset()).orElseThrow(() -> new DatasetNotFound(request.dataset()));
        NewTrainingJob checked = request.with(checks.spec().apply(dataset, request.spec()));
        try {
            return ledger.create(checked, dataset.id());
        } catch (DuplicateKeyException e) { // the same key came twice at the same time
            return createdBefore(request).orElseThrow(() -> e);
        }
    }

    private Optional<TrainingJob> createdBefore(NewTrainingJob request) {
        CreationKey key = request.creationKey();
        if (key == null) {
            return Optional.empty();
        }
        if (jobs.creationDigest(key.key())
                .filter(d -> !d.equals(key.requestDigest()))
                .isPresent()) {
            throw new CreationKeyReused(key.key());
        }
        return jobs.findByKey(key.key());
    }

    public Optional<TrainingJob> find(UUID id) {
        return jobs.find(id);
    }

    /** Newest first, older than a given job; all states where null. */
    public List<TrainingJob> list(@Nullable JobState state, @Nullable UUID after, int limit) {
        return jobs.newestFirst(state, after, limit);
    }

    /**
     * Ends a job: at once where no worker has it, else within a step of training. Asking again changes nothing.
     *
     * @throws JobNotFound if there is none
     * @throws JobFinished if it has ended
     */
    public TrainingJob cancel(UUID id) {
        while (true) { // until no worker moves the job between the look at it and the update
            TrainingJob job = ledger.get(id);
            if (job.state().finished()) {
                throw new JobFinished(id, job.state());
            }
            if (job.state() == JobState.CANCELLING || ledger.move(Attempt.of(job), Transition.CANCEL_HELD)) {
                return ledger.get(id);
            }
            if (ledger.move(Attempt.of(job), Transition.CANCEL_QUEUED)) {
                deleteCheckpoints(id);
                return ledger.get(id);
            }
        }
    }

    /**
     * Events after a given one, in order.
     *
     * @throws JobNotFound if there is no such job
     */
    public List<JobEvent> events(UUID id, long after, int limit) {
        ledger.get(id);
        return events.after(id, after, limit);
    }

    /**
     * Calls back after each new event that this process writes, until closed; the callback must not block. Events of
     * workers in other processes are found by asking {@link #events} now and then.
     */
    public Subscription subscribe(UUID id, Runnable onNewEvents) {
        return ledger.subscribe(id, onNewEvents);
    }

    /**
     * The series per epoch, each epoch once even where it was trained again after a worker was lost.
     *
     * @throws JobNotFound if there is no such job
     */
    public List<EpochResult> epochs(UUID id) {
        ledger.get(id);
        Map<Integer, EpochResult> byEpoch = new TreeMap<>();
        events.data(id, JobEvent.EPOCH, EpochResult.class).forEach(result -> byEpoch.put(result.epoch(), result));
        return List.copyOf(byEpoch.values());
    }

    /**
     * Epochs of which a checkpoint is stored.
     *
     * @throws JobNotFound if there is no such job
     */
    public List<Integer> checkpoints(UUID id) {
        ledger.get(id);
        try {
            return new Checkpoints(blobs, checkpointFolder(id)).epochs();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files of a job. */
    static String folder(UUID id) {
        return FOLDER + id + "/";
    }

    static String checkpointFolder(UUID id) {
        return folder(id) + "checkpoints/";
    }

    void deleteCheckpoints(UUID id) {
        try {
            blobs.delete(checkpointFolder(id));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
