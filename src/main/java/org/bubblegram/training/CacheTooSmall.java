package org.bubblegram.training;

import java.util.List;
import java.util.stream.Collectors;
import org.bubblegram.training.TrainingCache.Demand;

/** What training would keep on disk does not fit there. */
final class CacheTooSmall extends RuntimeException {
    static final String CODE = "cache_too_small";

    private CacheTooSmall(String message) {
        super(message);
    }

    /** Against the limit that the operator set. */
    static CacheTooSmall ofLimit(List<Demand> demands, long limit) {
        return new CacheTooSmall("%s, but bubblegram.training.cache-limit is %d MB. %s"
                .formatted(needed(demands), limit >> 20, advice(demands)));
    }

    /**
     * Against the room that is left on the disk.
     *
     * @param missing bytes yet to be written
     */
    static CacheTooSmall ofDisk(List<Demand> demands, long missing, long free) {
        return new CacheTooSmall("%s, of which %d MB are yet to be written, but the disk has %d MB left. %s"
                .formatted(needed(demands), missing >> 20, free >> 20, advice(demands)));
    }

    /** Each and, of several, their sum. */
    private static String needed(List<Demand> demands) {
        String each = demands.stream()
                .map(demand -> "%s %d MB".formatted(demand.kind().words(), demand.bytes() >> 20))
                .collect(Collectors.joining(" and "));
        long sum = demands.stream().mapToLong(Demand::bytes).sum();
        String together = demands.size() == 1 ? "" : ", together %d MB".formatted(sum >> 20);
        return "On disk training keeps " + each + together;
    }

    private static String advice(List<Demand> demands) {
        return switch (demands.get(demands.size() - 1).kind()) {
            case ACTIVATIONS ->
                "Train the head alone (none) or everything (all), take a smaller input.size, or switch augmentation.flipsAndTurns off.";
            case FEATURES -> "Take fewer samples.";
            case INPUTS -> "Take a smaller input.size.";
        };
    }
}
