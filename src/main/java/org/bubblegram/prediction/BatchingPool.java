package org.bubblegram.prediction;

import io.micrometer.observation.Observation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Computes outputs of inputs on a fixed number of threads, first come, first served; inputs of one kind that wait at the
 * same time are computed together.
 *
 * @param <K> kind: inputs of equal kinds may share a batch
 */
final class BatchingPool<K, I, O> implements AutoCloseable {
    /** The computation: one output an input, in their order. */
    @FunctionalInterface
    interface Computation<K, I, O> {
        List<O> of(K kind, List<I> inputs) throws Exception;
    }

    /**
     * @param threads that compute, each a batch of its own
     * @param batch inputs computed together at most
     * @param delay how long the first of a batch waits for others while there is room; zero: it takes those that are there
     */
    record Settings(int threads, int batch, Duration delay) {}

    /**
     * Who waits for an output.
     *
     * @param observation of the request; null where nothing observes it
     */
    record Caller(Deadline deadline, @Nullable Observation observation) {}

    private record Item<K, I, O>(K kind, I input, Caller caller, Observation waiting, CompletableFuture<O> output) {}

    private final Computation<K, I, O> computation;
    private final Settings settings;
    private final Pace pace;
    private final Watch watch;
    private final Map<Thread, Long> computingSince = new ConcurrentHashMap<>(); // System.nanoTime
    private final ExecutorService threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Item<K, I, O>> waiting = new ArrayDeque<>(); // guarded by the lock
    private boolean closed; // likewise

    BatchingPool(Computation<K, I, O> computation, Settings settings, Pace pace, Watch watch, ThreadFactory factory) {
        this.computation = computation;
        this.settings = settings;
        this.pace = pace;
        this.watch = watch;
        this.threads = Executors.newFixedThreadPool(settings.threads(), factory);
        for (int i = 0; i < settings.threads(); i++) {
            threads.execute(this::work);
        }
    }

    /**
     * Puts an input in line. If it is not begun before its deadline, its output is never computed: the future is then
     * cancelled.
     */
    CompletableFuture<O> submit(K kind, I input, Caller caller) {
        Observation waits = watch.waiting(caller.observation());
        var item = new Item<K, I, O>(kind, input, caller, waits, new CompletableFuture<>());
        lock.lock();
        try {
            if (closed) {
                giveUp(item);
            } else {
                waiting.add(item);
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
        return item.output();
    }

    private void work() {
        for (List<Item<K, I, O>> batch = next(); !batch.isEmpty(); batch = next()) {
            compute(batch);
        }
    }

    private void compute(List<Item<K, I, O>> batch) {
        List<I> inputs = batch.stream().map(Item::input).toList();
        List<Observation> observed = begin(batch);
        long begin = System.nanoTime();
        computingSince.put(Thread.currentThread(), begin);
        try {
            List<O> outputs = computation.of(batch.get(0).kind(), inputs);
            pace.took(System.nanoTime() - begin, batch.size());
            observed.forEach(Observation::stop);
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).output().complete(outputs.get(i));
            }
        } catch (Exception | Error e) { // errors too: whoever waits must hear of it, and the thread goes on
            observed.forEach(observation -> observation.error(e).stop());
            batch.forEach(item -> item.output().completeExceptionally(e));
        } finally {
            computingSince.remove(Thread.currentThread());
        }
    }

    private List<Observation> begin(List<Item<K, I, O>> batch) {
        watch.batchBegun(batch.size());
        return batch.stream()
                .map(item -> {
                    item.waiting().stop();
                    return watch.computing(item.caller().observation(), batch.size());
                })
                .toList();
    }

    private static void giveUp(Item<?, ?, ?> item) {
        item.waiting().stop();
        item.output().cancel(false);
    }

    /** How many inputs wait in line. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** How long the oldest batch that is being computed has been; zero where none is. */
    Duration longestComputation() {
        long now = System.nanoTime();
        return Duration.ofNanos(computingSince.values().stream()
                .mapToLong(since -> now - since)
                .max()
                .orElse(0));
    }

    /** Waits for the next batch; empty when there will be none. */
    private List<Item<K, I, O>> next() {
        lock.lock();
        try {
            List<Item<K, I, O>> batch = new ArrayList<>();
            while (batch.isEmpty()) {
                while (waiting.isEmpty() && !closed) {
                    arrived.await();
                }
                if (waiting.isEmpty()) {
                    return List.of();
                }
                take(batch);
            }
            waitForMore(batch);
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private void waitForMore(List<Item<K, I, O>> batch) throws InterruptedException {
        long left = settings.delay().toNanos();
        while (left > 0 && batch.size() < settings.batch() && !closed) {
            left = arrived.awaitNanos(left);
            take(batch);
        }
        if (!waiting.isEmpty()) {
            arrived.signal(); // of another kind, or too many: this thread may have been woken for them
        }
    }

    /** Moves what may join a batch from the line to it, and drops what nobody waits for any more. */
    private void take(List<Item<K, I, O>> batch) {
        Iterator<Item<K, I, O>> items = waiting.iterator();
        while (items.hasNext() && batch.size() < settings.batch()) {
            Item<K, I, O> item = items.next();
            if (item.caller().deadline().over()) {
                items.remove();
                giveUp(item);
            } else if (batch.isEmpty() || batch.get(0).kind().equals(item.kind())) {
                items.remove();
                batch.add(item);
            }
        }
    }

    /** Computes what waits, then frees the threads; at most so long. */
    boolean close(Duration atMost) {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        threads.shutdown();
        try {
            return threads.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process ends: the system frees what is left
            return false;
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(30));
    }
}
