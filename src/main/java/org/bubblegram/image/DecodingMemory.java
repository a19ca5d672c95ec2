package org.bubblegram.image;

import java.util.concurrent.Semaphore;

/**
 * The memory that pictures may take while they are decoded, all together. Who asks first is served first, so that a
 * large picture is not kept waiting by many small ones; one that needs more than there is waits until it is alone.
 */
final class DecodingMemory {
    private static final int UNIT = 1024;

    private final int units;
    private final Semaphore free;

    /** @param bytes for all pictures together, at least 1 */
    DecodingMemory(long bytes) {
        this.units = units(bytes);
        this.free = new Semaphore(units, true);
    }

    /** A third of the heap: another third is for decoded pictures that are still in use, the last for all else. */
    static DecodingMemory ofHeap() {
        return new DecodingMemory(Runtime.getRuntime().maxMemory() / 3);
    }

    /**
     * Waits until so many bytes are free, and takes them.
     *
     * @return what was taken, to be given back
     */
    int take(long bytes) {
        int taken = Math.min(units, units(bytes));
        free.acquireUninterruptibly(taken);
        return taken;
    }

    void giveBack(int taken) {
        free.release(taken);
    }

    private static int units(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, bytes / UNIT));
    }
}
