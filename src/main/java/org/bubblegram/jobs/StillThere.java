package org.bubblegram.jobs;

import java.util.function.Supplier;
import org.bubblegram.training.TrainingCancelled;

/**
 * Work on what somebody may delete meanwhile. Where it fails and that is gone, that is why.
 *
 * @param check throws what is said where it is gone
 */
record StillThere(Runnable check) {
    <T> T during(Supplier<T> work) {
        try {
            return work.get();
        } catch (JobLost | TrainingCancelled e) { // no failure
            throw e;
        } catch (RuntimeException e) {
            check.run();
            throw e;
        }
    }
}
