package org.bubblegram.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that each ask again as soon as they are answered. */
final class ClosedLoop {
    private static final double NANOS = 1e9;

    private ClosedLoop() {}

    /** Asks once. */
    @FunctionalInterface
    interface Call {
        /** @return how many pictures were answered */
        int ask() throws Exception;
    }

    /**
     * What one caller saw.
     *
     * @param seconds from its first question that counts to its last answer
     * @param latencies of each question, in seconds
     */
    record Caller(long pictures, double seconds, List<Double> latencies) {}

    /** Of all callers together. */
    record Result(List<Caller> callers) {
        /** Pictures a second: callers ask whole questions, so that each has its own time; their rates add up. */
        double rate() {
            return callers.stream()
                    .mapToDouble(caller -> caller.pictures() / caller.seconds())
                    .sum();
        }

        /** Milliseconds. */
        double percentile(double percent) {
            double[] latencies = callers.stream()
                    .flatMap(caller -> caller.latencies().stream())
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            return 1000 * Figures.percentile(latencies, percent);
        }
    }

    static Result run(int callers, Window window, Call call) throws Exception {
        return new Result(atOnce(callers, () -> caller(window, call)));
    }

    /** One caller on the calling thread: some work is bound to its thread. */
    static Result here(Window window, Call call) throws Exception {
        return new Result(List.of(caller(window, call)));
    }

    /** Asks so many times in all. */
    static void count(int callers, int questions, Call call) throws Exception {
        AtomicInteger left = new AtomicInteger(questions);
        atOnce(callers, () -> {
            while (left.getAndDecrement() > 0) {
                call.ask();
            }
            return callers;
        });
    }

    private static Caller caller(Window window, Call call) throws Exception {
        long warm = System.nanoTime() + window.warmUp().toNanos();
        do {
            call.ask();
        } while (System.nanoTime() < warm);
        List<Double> latencies = new ArrayList<>();
        long pictures = 0;
        long begin = System.nanoTime();
        long now = begin;
        do {
            pictures += call.ask();
            long before = now;
            now = System.nanoTime();
            latencies.add((now - before) / NANOS);
        } while (now - begin < window.length().toNanos());
        return new Caller(pictures, (now - begin) / NANOS, latencies);
    }

    private static <T> List<T> atOnce(int threads, Callable<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(work));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
