package org.bubblegram.prediction;

import java.util.SortedMap;
import java.util.TreeMap;
import org.bubblegram.image.UnreadableImage;

/** Some photographs of a request cannot be read; none of it is answered. */
public final class UnreadablePhotographs extends Exception {
    private final transient SortedMap<Integer, UnreadableImage> causes;

    /** @param causes at least one */
    UnreadablePhotographs(SortedMap<Integer, UnreadableImage> causes) {
        super(causes.size() == 1 ? "one image cannot be read" : causes.size() + " images cannot be read");
        this.causes = new TreeMap<>(causes);
    }

    /** Position in the request, from 0, and what is wrong there. */
    public SortedMap<Integer, UnreadableImage> causes() {
        return new TreeMap<>(causes);
    }

    public UnreadableImage first() {
        return causes.values().iterator().next();
    }
}
