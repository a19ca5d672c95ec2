package org.bubblegram.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import org.bubblegram.storage.BlobNotFound;
import org.bubblegram.storage.BlobStore;
import org.jspecify.annotations.Nullable;

/** Counts the calls of a store that fail. A blob that is not there is an answer, not a failure. */
final class StoreErrors {
    private final BlobStore store;
    private final Map<String, Counter> counters = new TreeMap<>();

    private StoreErrors(BlobStore store, MeterRegistry registry) {
        this.store = store;
        for (Method method : BlobStore.class.getMethods()) {
            counters.put(method.getName(), counter(method.getName(), registry));
        }
    }

    private static Counter counter(String operation, MeterRegistry registry) {
        return Counter.builder("bubblegram.store.errors")
                .description("Calls of the blob store that failed, the copying of what was to be written included")
                .tag("operation", operation)
                .register(registry);
    }

    /** The same store, counted; a proxy, for whatever the store can do, now or later, is to be counted alike. */
    static BlobStore counted(BlobStore store, MeterRegistry registry) {
        StoreErrors errors = new StoreErrors(store, registry);
        return (BlobStore) Proxy.newProxyInstance(
                BlobStore.class.getClassLoader(),
                new Class<?>[] {BlobStore.class},
                (proxy, method, arguments) -> errors.call(method, arguments));
    }

    private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            Throwable failure = e.getCause() == null ? e : e.getCause();
            Counter counter = counters.get(method.getName());
            if (counter != null && failure instanceof IOException && !(failure instanceof BlobNotFound)) {
                counter.increment();
            }
            throw failure;
        }
    }
}
