package org.bubblegram.jobs;

import java.util.UUID;

/** The one way to change an evaluation. What one that came to nothing made of its samples goes with it. */
final class EvaluationLedger extends AttemptLedger {
    private final EvaluationTable evaluations;
    private final EvaluationSamples samples;

    EvaluationLedger(
            EvaluationTable evaluations, EvaluationSamples samples, TrainingQueue queue, Transactions transactions) {
        super(evaluations.rows(), queue, transactions);
        this.evaluations = evaluations;
        this.samples = samples;
    }

    @Override
    void moved(Attempt attempt, Transition transition) {
        if (transition.to() == JobState.FAILED || transition.to() == JobState.CANCELLED) {
            samples.delete(attempt.job());
        }
    }

    EvaluationJob create(NewEvaluation request, UUID dataset) {
        Attempt first = create(request.place(), attempt -> evaluations.insert(attempt.job(), request, dataset, now()));
        return get(first.job());
    }

    EvaluationJob get(UUID id) {
        return evaluations.find(id).orElseThrow(() -> new EvaluationNotFound(id));
    }
}
