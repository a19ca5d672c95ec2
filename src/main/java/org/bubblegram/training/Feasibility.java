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
        checkInputs(spec.input(), all);
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

    /**
     * Likewise of a comparison of losses.
     *
     * @throws SpecImpossible if not, naming the field to change
     */
    void check(ComparisonSpec spec, Map<Split, List<Sample>> samples, int bins) {
        int tested = samples.getOrDefault(Split.TEST, List.of()).size();
        int all = samples.values().stream().mapToInt(List::size).sum();
        checkMemory(spec, all - tested, bins);
        checkInputs(spec.input(), all);
        long rows = (long) spec.training().augmentation().views() * (all - tested) + tested;
        checkCache(HistogramNetwork.FEATURES, rows, "dataset", "Take fewer samples.");
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
        checkCache(
                Math.toIntExact(shape.size()),
                rows,
                field,
                "Train the head alone (none) or everything (all), take a smaller input.size, or switch augmentation.flipsAndTurns off.");
    }

    /** Pictures are kept decoded. */
    private void checkInputs(InputSpec input, int samples) {
        checkCache(SampleInputs.floats(input.size()), samples, "input.size", "Take a smaller input.size.");
    }

    private void checkCache(int floats, long rows, String field, String advice) {
        try {
            cache.require(floats, rows);
        } catch (CacheTooSmall e) {
            throw new SpecImpossible(CacheTooSmall.CODE, field, e.getMessage() + " " + advice);
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
        throw memoryTooSmall(largest.isPresent() ? "batchSize" : "input.size", needed, advice);
    }

    /** Features are computed as for training the head alone, and then held in memory. */
    private void checkMemory(ComparisonSpec spec, int samples, int bins) {
        long needed = new MemoryEstimate(spec.training(), bins).bytes() + tableBytes(samples);
        if (needed > memoryLimit) {
            throw memoryTooSmall("input.size", needed, "Take a smaller input.size.");
        }
    }

    private static long tableBytes(int samples) {
        try {
            return FeatureTable.bytes(samples);
        } catch (TrainingFailure e) {
            throw new SpecImpossible(e.code(), "dataset", String.valueOf(e.getMessage()));
        }
    }

    private SpecImpossible memoryTooSmall(String field, long needed, String advice) {
        return new SpecImpossible(
                "memory_too_small",
                field,
                "Training would take about %d MB, and there are %d MB. %s"
                        .formatted(needed >> 20, memoryLimit >> 20, advice));
    }
}
