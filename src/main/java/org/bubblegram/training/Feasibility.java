package org.bubblegram.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.training.TrainingCache.Demand;
import org.bubblegram.training.TrainingCache.Kind;

/** Whether a spec can be carried out on some samples and this machine, asked before hours are spent on it. */
final class Feasibility {
    /** Floats of a batch that go to the engine at once: as many as a buffer of 2 GB holds. */
    private static final int MOST_FLOATS = Integer.MAX_VALUE / Float.BYTES;

    private final TrainingCache cache;
    private final long memoryLimit;

    /** @param memoryLimit bytes that the process may take */
    Feasibility(TrainingCache cache, long memoryLimit) {
        this.cache = cache;
        this.memoryLimit = memoryLimit;
    }

    /** A stage of a spec, and how its fields are named. */
    private record Place(TrainingSpec spec, Stage stage, String prefix) {
        static List<Place> of(TrainingSpec spec) {
            List<Stage> stages = Stage.of(spec);
            List<Place> places = new ArrayList<>();
            for (int i = 0; i < stages.size(); i++) {
                places.add(new Place(spec, stages.get(i), i == stages.size() - 1 ? "" : "stages[" + i + "]."));
            }
            return places;
        }

        boolean last() {
            return prefix.isEmpty();
        }

        String trainable() {
            return last() ? "backbone.trainable" : prefix + "trainable";
        }

        /** Of what one example is when it comes to the stage. */
        long floats() {
            return HistogramNetwork.activationShape(
                            spec.input().size(), stage.trainable().depth())
                    .size();
        }
    }

    /** @throws SpecImpossible if not, naming the field to change */
    void check(TrainingSpec spec, Map<Split, List<Sample>> samples, int bins) {
        int training = samples.getOrDefault(Split.TRAIN, List.of()).size();
        int all = samples.values().stream().mapToInt(List::size).sum();
        long rows = (long) spec.augmentation().views() * training + all - training;
        Demand inputs = new Demand(Kind.INPUTS, Rows.bytes(all, SampleInputs.floats(spec.input())));
        checkCache("input.size", inputs);
        for (Place place : Place.of(spec)) {
            checkWarmup(place, training);
            if (place.stage().trainable() != Trainable.ALL) {
                checkCache(place.trainable(), inputs, activations(rows, place.floats()));
            }
        }
        if (spec.head().options().standardize()) {
            checkCache("head.normalization", inputs, activations(rows, HistogramNetwork.FEATURES));
        }
        for (Place place : Place.of(spec)) {
            checkMemory(place, bins);
        }
    }

    /**
     * Likewise of a comparison of losses, which computes features as for training the head alone and holds them in memory.
     *
     * @throws SpecImpossible if not, naming the field to change
     */
    void check(ComparisonSpec spec, Map<Split, List<Sample>> samples, int bins) {
        int tested = samples.getOrDefault(Split.TEST, List.of()).size();
        int all = samples.values().stream().mapToInt(List::size).sum();
        long rows = (long) spec.training().augmentation().views() * (all - tested) + tested;
        TrainingSpec training = spec.training();
        long needed = new MemoryEstimate(training, Stage.of(training).get(0), bins).bytes() + tableBytes(all - tested);
        if (needed > memoryLimit) {
            throw memoryTooSmall("input.size", needed, "Take a smaller input.size.");
        }
        Demand inputs = new Demand(Kind.INPUTS, Rows.bytes(all, SampleInputs.floats(spec.input())));
        checkCache("input.size", inputs);
        checkCache("dataset", inputs, new Demand(Kind.FEATURES, Rows.bytes(rows, HistogramNetwork.FEATURES)));
    }

    private static long tableBytes(int samples) {
        try {
            return FeatureTable.bytes(samples);
        } catch (TrainingFailure e) {
            throw new SpecImpossible(e.code(), "dataset", String.valueOf(e.getMessage()));
        }
    }

    private static Demand activations(long rows, long floats) {
        return new Demand(Kind.ACTIVATIONS, Rows.bytes(rows, Math.toIntExact(floats)));
    }

    private static void checkWarmup(Place place, int samples) {
        Stage stage = place.stage();
        long steps = (long) stage.epochs()
                * stage.stepsPerEpoch(samples, place.spec().augmentation());
        if (stage.optimizer().warmupSteps() >= steps) {
            throw new SpecImpossible(
                    "warmup_too_long",
                    place.prefix() + "optimizer.warmupSteps",
                    "Warm-up takes %d steps, but the whole stage has %d on this data set."
                            .formatted(stage.optimizer().warmupSteps(), steps));
        }
    }

    /** What is kept on disk at the same time. */
    private void checkCache(String field, Demand... together) {
        try {
            cache.require(List.of(together));
        } catch (CacheTooSmall e) {
            throw new SpecImpossible(CacheTooSmall.CODE, field, String.valueOf(e.getMessage()));
        }
    }

    private void checkMemory(Place place, int bins) {
        MemoryEstimate estimate = new MemoryEstimate(place.spec(), place.stage(), bins);
        int largestArray = (int) Math.min(StageSpec.MOST_BATCH_SIZE, MOST_FLOATS / place.floats());
        String field = place.prefix() + "batchSize";
        if (estimate.bytes() > memoryLimit) {
            OptionalInt largest = estimate.largestBatch(memoryLimit);
            throw memoryTooSmall(
                    largest.isPresent() ? field : "input.size", estimate.bytes(), advice(place, largest, largestArray));
        }
        if (place.stage().batchSize() > largestArray) {
            throw new SpecImpossible(
                    "batch_too_large",
                    field,
                    "A batch of %d holds more than the %d numbers that go to the engine at once. %s"
                            .formatted(
                                    place.stage().batchSize(),
                                    MOST_FLOATS,
                                    advice(place, OptionalInt.of(largestArray), largestArray)));
        }
    }

    private SpecImpossible memoryTooSmall(String field, long needed, String advice) {
        return new SpecImpossible(
                "memory_too_small",
                field,
                "Training would take about %d MB, and there are %d MB. %s"
                        .formatted(needed >> 20, memoryLimit >> 20, advice));
    }

    private static String advice(Place place, OptionalInt largest, int largestArray) {
        if (largest.isEmpty()) {
            return "Not even a batchSize of 1 fits; take a smaller input.size, or train less of the network.";
        }
        String fits = "The largest %sbatchSize that fits is %d"
                .formatted(place.prefix(), Math.min(largest.getAsInt(), largestArray));
        return place.last()
                ? fits + "; accumulationSteps makes up for what is missing, at the same gradient."
                : fits + "; a stage before the last has no accumulationSteps.";
    }
}
