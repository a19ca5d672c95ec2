package org.bubblegram.jobs;

import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.bubblegram.evaluation.EvaluatedSample;
import org.bubblegram.evaluation.EvaluationResult;
import org.jspecify.annotations.Nullable;

/** The evaluations of this installation. */
public final class EvaluationJobs {
    private final Creation<EvaluationSpec> creation;
    private final EvaluationTable evaluations;
    private final EvaluationSamples samples;
    private final EvaluationLedger ledger;

    EvaluationJobs(
            Creation<EvaluationSpec> creation,
            EvaluationTable evaluations,
            EvaluationSamples samples,
            EvaluationLedger ledger) {
        this.creation = creation;
        this.evaluations = evaluations;
        this.samples = samples;
        this.ledger = ledger;
    }

    /**
     * Queues an evaluation of the version that the reference means now. The same creation key answers the same one.
     *
     * @throws org.bubblegram.dataset.DatasetNotFound if the data set does not exist
     * @throws org.bubblegram.registry.ModelNotFound if there is no such model, version or alias
     * @throws org.bubblegram.training.SpecImpossible if the data set's bins or basis are not the model's, or nothing is in the split
     * @throws org.bubblegram.storage.CreationKeyReused if the key came before with another request
     */
    public EvaluationJob create(NewEvaluation request) {
        return creation.create(
                request.dataset(),
                request.spec(),
                () -> evaluations.findByKey(request.creationKey()),
                (dataset, spec) -> ledger.create(request.with(spec), dataset.id()));
    }

    /** @throws EvaluationNotFound if there is none */
    public EvaluationJob get(UUID id) {
        return ledger.get(id);
    }

    /** Newest first, older than a given one, without results; all states where null. */
    public List<EvaluationJob> list(@Nullable JobState state, @Nullable UUID after, int limit) {
        return evaluations.newestFirst(state, after, limit);
    }

    /**
     * Ends an evaluation: at once where no worker has it, else within a batch. Asking again changes nothing.
     *
     * @throws EvaluationNotFound if there is none
     * @throws EvaluationFinished if it has ended
     */
    public EvaluationJob cancel(UUID id) {
        JobState before = ledger.cancel(get(id).id());
        if (before.finished()) {
            throw new EvaluationFinished(id, before);
        }
        return get(id);
    }

    /**
     * What an evaluation found.
     *
     * @throws EvaluationNotFound if there is none
     * @throws EvaluationNotSucceeded if it has none, or none yet
     */
    public EvaluationResult result(UUID id) {
        EvaluationJob job = get(id);
        EvaluationResult result = job.result();
        if (result == null) {
            throw new EvaluationNotSucceeded(id, job.state());
        }
        return result;
    }

    /**
     * What an evaluation that has succeeded made of each sample.
     *
     * @param after id of the last sample seen; null for the first ones
     */
    public List<EvaluatedSample> samples(UUID id, SampleOrder order, @Nullable Integer after, int limit) {
        return samples.page(id, order, after, limit);
    }

    /** The same of all samples, read page by page. */
    public Iterator<EvaluatedSample> samples(UUID id, SampleOrder order) {
        return samples.all(id, order);
    }
}
