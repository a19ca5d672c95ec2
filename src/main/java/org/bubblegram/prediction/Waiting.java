package org.bubblegram.prediction;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How a request's own thread waits for what others compute. */
final class Waiting {
    private Waiting() {}

    /**
     * @throws TimeIsUp once the deadline has passed
     * @throws IOException if that is what the computation threw; errors and unchecked exceptions come as they are
     */
    static <R> R forResult(CompletableFuture<R> future, Deadline deadline) throws IOException {
        try {
            return future.get(Math.max(0, deadline.remaining()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | CancellationException e) {
            throw new TimeIsUp();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a prediction", e);
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        }
    }

    /** The deadline has passed. */
    static final class TimeIsUp extends RuntimeException {
        TimeIsUp() {
            super("not in time", null, false, false);
        }
    }

    private static RuntimeException unwrapped(@Nullable Throwable cause) throws IOException {
        if (cause instanceof CompletionException wrapped && wrapped.getCause() != null) {
            throw unwrapped(wrapped.getCause());
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof IOException failure) {
            throw failure;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }
}
