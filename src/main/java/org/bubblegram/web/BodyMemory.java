package org.bubblegram.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Memory for large bodies that are read whole. It is taken as bytes arrive, never because a caller claims to send them;
 * all bodies together get a share of it, so that many callers at a time cannot exhaust the heap.
 */
final class BodyMemory {
    private static final int UNIT = 1 << 16;

    /** A body, the copy of it that is worked on, and what it is put together from, with room left for the rest. */
    private static final int SHARE_OF_HEAP = 4;

    private final Semaphore units;
    private final int limit;

    /**
     * @param limit of one body in bytes
     * @param all of them together in bytes
     */
    BodyMemory(long limit, long all) {
        this.units = new Semaphore((int) Math.min(Integer.MAX_VALUE, Math.max(1, all / UNIT)));
        this.limit = (int) Math.min(Integer.MAX_VALUE - 16L, Math.min(limit, Math.max(UNIT, all)));
    }

    /** A share of this process's heap. */
    static BodyMemory ofHeap(long limit) {
        return new BodyMemory(limit, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** Memory of one request, given back when closed. */
    final class Lease implements AutoCloseable {
        private int taken;

        /**
         * Reads to the end.
         *
         * @throws TooLarge if there are more bytes than one body may have
         * @throws BodiesBusy if other bodies leave no room
         */
        byte[] read(InputStream body) throws IOException {
            List<byte[]> chunks = new ArrayList<>();
            int length = 0;
            for (byte[] chunk = body.readNBytes(UNIT); chunk.length > 0; chunk = body.readNBytes(UNIT)) {
                requireWithinLimit((long) length + chunk.length);
                length += chunk.length;
                take();
                chunks.add(chunk);
            }
            return joined(chunks, length);
        }

        private void take() {
            if (!units.tryAcquire()) {
                throw new BodiesBusy();
            }
            taken++;
        }

        @Override
        public void close() {
            units.release(taken);
            taken = 0;
        }
    }

    Lease lease() {
        return new Lease();
    }

    /** @throws TooLarge if a body of so many bytes is not taken */
    void requireWithinLimit(long bytes) {
        if (bytes > limit) {
            throw new TooLarge("the body is larger than " + limit + " bytes");
        }
    }

    private static byte[] joined(List<byte[]> chunks, int length) {
        byte[] whole = new byte[length];
        int end = 0;
        for (byte[] chunk : chunks) {
            System.arraycopy(chunk, 0, whole, end, chunk.length);
            end += chunk.length;
        }
        return whole;
    }
}
