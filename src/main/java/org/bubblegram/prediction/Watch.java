package org.bubblegram.prediction;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import org.bubblegram.histogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Watches pictures on their way. What takes time is an observation below that of the request, so one note makes both a
 * timer and a span, on whichever thread it is taken.
 */
final class Watch {
    private static final int LARGEST = 256;

    private final ObservationRegistry observations;
    private final List<PredictionListener> listeners;

    Watch(ObservationRegistry observations, List<PredictionListener> listeners) {
        this.observations = observations;
        this.listeners = listeners;
    }

    /** Nobody watches. */
    static Watch none() {
        return new Watch(ObservationRegistry.NOOP, List.of());
    }

    /** What the calling thread is doing, for what other threads do for it. */
    @Nullable
    Observation current() {
        return observations.getCurrentObservation();
    }

    Observation decoding(@Nullable Observation request) {
        return begun("bubblegram.decode", request).start();
    }

    Observation waiting(@Nullable Observation request) {
        return begun("bubblegram.prediction.wait", request).start();
    }

    /** One for each picture, for each belongs to a request of its own. */
    Observation computing(@Nullable Observation request, int batch) {
        return begun("bubblegram.inference", request)
                .lowCardinalityKeyValue("batch", upTo(batch))
                .start();
    }

    private Observation begun(String name, @Nullable Observation request) {
        return Observation.createNotStarted(name, observations).parentObservation(request);
    }

    /** The power of two that a batch is not larger than: few values, whatever is configured. */
    static String upTo(int batch) {
        int power = 1;
        while (power < batch && power < LARGEST) {
            power *= 2;
        }
        return Integer.toString(power);
    }

    void batchBegun(int pictures) {
        listeners.forEach(listener -> listener.batchBegun(pictures));
    }

    void answered(String model, Histogram histogram, @Nullable Novelty novelty) {
        listeners.forEach(listener -> listener.answered(model, histogram, novelty));
    }

    void refused(PredictionListener.Refusal why) {
        listeners.forEach(listener -> listener.refused(why));
    }
}
