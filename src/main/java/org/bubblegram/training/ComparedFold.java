package org.bubblegram.training;

import java.util.List;
import java.util.Optional;
import org.bubblegram.dataset.Sample;

/**
 * What heads that learned from all other folds answer to the samples of one.
 *
 * @param answers one a loss, in the order of the spec; empty where training diverged
 */
public record ComparedFold(List<Sample> training, List<Sample> heldOut, List<Optional<Answers>> answers) {
    /**
     * In the order of the samples held out, each seen upright.
     *
     * @param predictions one fraction a bin
     * @param losses one a sample, by the loss that was learned
     */
    public record Answers(List<double[]> predictions, List<Double> losses) {}
}
