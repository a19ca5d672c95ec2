package org.bubblegram;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same call on several threads, all starting at once. */
public final class AtOnce {
    private AtOnce() {}

    public static <T> List<T> call(int threads, Callable<T> call) throws Exception {
        var start = new CyclicBarrier(threads);
        Callable<T> together = () -> {
            start.await();
            return call.call();
        };
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : executor.invokeAll(Collections.nCopies(threads, together))) {
                results.add(future.get());
            }
            return results;
        } finally {
            executor.shutdown();
        }
    }
}
