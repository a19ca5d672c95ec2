package org.bubblegram.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.bubblegram.storage.BlobStore;
import org.bubblegram.training.Checkpoints;
import org.bubblegram.training.EpochResult;
import org.bubblegram.training.TrainingSpec;
import org.jspecify.annotations.Nullable;

/** The training jobs of this installation. */
public final class TrainingJobs {
    /** Where the files of all jobs are stored. */
    static final String FOLDER = "jobs/";

    private final Creation<TrainingSpec> creation;
    private final JobTable jobs;
    private final EventTable events;
    private final JobLedger ledger;
    private final BlobStore blobs;

    TrainingJobs(Creation<TrainingSpec> creation, JobTable jobs, EventTable events, JobLedger ledger, BlobStore blobs) {
        this.creation = creation;
        this.jobs = jobs;
        this.events = events;
        this.ledger = ledger;
        this.blobs = blobs;
    }

    /**
     * Queues a job. The same creation key answers the same job.
     *
     * @throws org.bubblegram.dataset.DatasetNotFound if the data set does not exist
     * @throws org.bubblegram.network.UnknownBackbone if the spec names a backbone that is not configured
     * @throws org.bubblegram.dataset.SplitImpossible if the data set cannot be split as the spec says
     * @throws org.bubblegram.storage.CreationKeyReused if the key came before with another request
     */
    public TrainingJob create(NewTrainingJob request) {
        return creation.create(
                request.dataset(),
                request.spec(),
                () -> jobs.findByKey(request.creationKey()),
                (dataset, spec) -> ledger.create(request.with(spec), dataset.id()));
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
        JobState before = ledger.cancel(ledger.get(id).id());
        if (before.finished()) {
            throw new JobFinished(id, before);
        }
        if (before == JobState.QUEUED || before == JobState.PAUSED) {
            deleteCheckpoints(id);
        }
        return ledger.get(id);
    }

    /**
     * Has a job rest: at once where no worker has it, else within a step of training, which is kept. Asking again changes
     * nothing.
     *
     * @throws JobNotFound if there is none
     * @throws JobFinished if it has ended, or is about to be cancelled
     */
    public TrainingJob pause(UUID id) {
        JobState before = ledger.pause(ledger.get(id).id());
        if (before.finished() || before == JobState.CANCELLING) {
            throw new JobFinished(id, before);
        }
        return ledger.get(id);
    }

    /**
     * Queues a job that rests; it goes on where it stopped. One that waits or is trained already is left alone.
     *
     * @throws JobNotFound if there is none
     * @throws JobFinished if it has ended, or is about to be cancelled
     * @throws JobPausing if its worker has not stopped yet
     */
    public TrainingJob resume(UUID id) {
        JobState before = ledger.resume(ledger.get(id).id());
        if (before.finished() || before == JobState.CANCELLING) {
            throw new JobFinished(id, before);
        }
        if (before == JobState.PAUSING) {
            throw new JobPausing(id);
        }
        return ledger.get(id);
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
            return new Checkpoints(blobs, checkpointFolder(id), Checkpoints.ANY_ATTEMPT).epochs();
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
