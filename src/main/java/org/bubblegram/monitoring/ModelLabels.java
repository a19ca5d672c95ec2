package org.bubblegram.monitoring;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Gives a bounded number of models labels of their own. Where all are taken, a new model gets that of the one not used for
 * longest, if that was not used for an hour; until then it is among the others. So a service that gets a new version every
 * day shows the newest, and one with very many in use does not make and drop labels all the time.
 */
final class ModelLabels {
    static final String OTHER = "other";
    private static final Duration IDLE = Duration.ofHours(1);

    private final int most;
    private final LongSupplier nanoTime;
    private final Consumer<String> retired;
    private final Map<String, Long> lastUse = new LinkedHashMap<>(16, 0.75f, true); // least recently used first

    /** @param retired called with each label that is given up */
    ModelLabels(int most, LongSupplier nanoTime, Consumer<String> retired) {
        this.most = most;
        this.nanoTime = nanoTime;
        this.retired = retired;
    }

    /** The label of a model that is used now. */
    synchronized String of(String model) {
        long now = nanoTime.getAsLong();
        if (lastUse.containsKey(model) || lastUse.size() < most || retireIdle(now)) {
            lastUse.put(model, now);
            return model;
        }
        return OTHER;
    }

    private boolean retireIdle(long now) {
        Iterator<Map.Entry<String, Long>> oldestFirst = lastUse.entrySet().iterator();
        Map.Entry<String, Long> oldest = oldestFirst.next();
        if (now - oldest.getValue() < IDLE.toNanos()) {
            return false;
        }
        String label = oldest.getKey();
        oldestFirst.remove();
        retired.accept(label);
        return true;
    }
}
