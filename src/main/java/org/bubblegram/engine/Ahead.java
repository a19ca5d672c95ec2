package org.bubblegram.engine;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Computes values in their order before they are asked for, on threads of its own, so that whoever takes them need not wait.
 * Only a few are computed ahead, whatever there is to come.
 *
 * @param <T> what is computed
 */
public final class Ahead<T> implements AutoCloseable {
    private final Iterator<? extends Callable<T>> tasks;
    private final ExecutorService threads;
    private final Deque<Future<T>> computed = new ArrayDeque<>();

    /**
     * @param tasks taken from one by one, on the thread of the caller
     * @param threads that compute; one if tasks must not run at the same time
     * @param ahead values that are computed, or being computed, and not yet taken
     * @param name of the threads
     */
    public Ahead(Iterator<? extends Callable<T>> tasks, int threads, int ahead, String name) {
        this.tasks = tasks;
        this.threads = Executors.newFixedThreadPool(threads, TensorEngine.evaluationThreads(name));
        for (int i = 0; i < ahead; i++) {
            begin();
        }
    }

    private void begin() {
        if (tasks.hasNext()) {
            computed.add(threads.submit(tasks.next()));
        }
    }

    public boolean hasNext() {
        return !computed.isEmpty();
    }

    /**
     * The next value; what its task threw is thrown here.
     *
     * @throws java.util.NoSuchElementException if all were taken
     */
    public T next() throws IOException {
        Future<T> next = computed.remove();
        try {
            T value = next.get();
            begin();
            return value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for what is computed ahead", e);
        } catch (ExecutionException e) {
            throw asThrown(e.getCause());
        }
    }

    private static IOException asThrown(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException failure) {
            throw failure;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException failure ? failure : new IOException(cause);
    }

    /** Waits for what is being computed; what is not begun never will be. */
    @Override
    public void close() {
        computed.forEach(value -> value.cancel(false));
        threads.shutdown();
        try {
            threads.awaitTermination(1, TimeUnit.HOURS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // its daemon threads end with what they compute
        }
    }
}
