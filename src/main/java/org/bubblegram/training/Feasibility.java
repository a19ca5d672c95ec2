package org.bubblegram.training;

import java.util.List;
import java.util.Map;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.network.HistogramNetwork;

/** Whether a spec can be carried out on some samples and this machine, asked before hours are spent on it. */
final class Feasibility {
    private final TrainingCache cache;
    private final long memoryLimit;

    /** @param memoryLimit bytes that the process may take */
    Feasibility(TrainingCache cache, long memoryLimit) {
        this.cache = cache;
        this.memoryLimit = memoryLimit;
    }

    /** @throws SpecImpossible if not, naming the field to change */
    void check(TrainingSpec spec, Map<Split, List<Sample>> samples, int bins) {
        int training = samples.getOrDefault(Split.TRAIN, List.of()).size();
        int all = samples.values().stream().mapToInt(List::size).sum();
        List<Stage> stages = Stage.of(spec);
        for (int i = 0; i < stages.size(); i++) {
            boolean last = i == stages.size() - 1;
            String prefix = last ? "" : "stages[" + i + "].";
            checkWarmup(spec, stages.get(i), training, prefix + "optimizer.warmupSteps");
            long rows = (long) spec.augmentation().views() * training + all - training;
            checkCache(spec, stages.get(i), rows, last ? "backbone.trainable" : prefix + "trainable");
        }
        checkMemory(spec, bins);
    }

    private static void checkWarmup(TrainingSpec spec, Stage stage, int samples, String field) {
        long steps = (long) stage.epochs() * stage.stepsPerEpoch(samples, spec.augmentation());
        if (stage.optimizer().warmupSteps() >= steps) {
            throw new SpecImpossible(
                    "warmup_too_long",
                    field,
                    "Warm-up takes %d steps, but the whole stage has %d on this data set."
                            .formatted(stage.optimizer().warmupSteps(), steps));
        }
    }

    private void checkCache(TrainingSpec spec, Stage stage, long rows, String field) {
        if (stage.trainable() == Trainable.ALL) {
            return;
        }
        var shape = HistogramNetwork.activationShape(
                spec.input().size(), stage.trainable().depth());
        try {
            cache.require(Math.toIntExact(shape.size()), rows);
        } catch (CacheTooSmall e) {
            throw new SpecImpossible(CacheTooSmall.CODE, field, String.valueOf(e.getMessage()));
        }
    }

    private void checkMemory(TrainingSpec spec, int bins) {
        MemoryEstimate estimate = new MemoryEstimate(spec, bins);
        long needed = estimate.bytes();
        if (needed <= memoryLimit) {
            return;
        }
        var largest = estimate.largestBatch(memoryLimit);
        String advice = largest.isPresent()
                ? "The largest batchSize that fits is %d; accumulationSteps makes up for what is missing, at the same gradient."
                        .formatted(largest.getAsInt())
                : "Not even a batchSize of 1 fits; take a smaller input.size, or train less of the network.";
        throw new SpecImpossible(
                "memory_too_small",
                largest.isPresent() ? "batchSize" : "input.size",
                "Training would take about %d MB, and there are %d MB. %s"
                        .formatted(needed >> 20, memoryLimit >> 20, advice));
    }
}
