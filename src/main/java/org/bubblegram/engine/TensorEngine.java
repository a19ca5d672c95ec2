package org.bubblegram.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tensor engine (PyTorch through DJL), set up so that it suits a service that runs for months. */
public final class TensorEngine {
    private static final Logger log = LoggerFactory.getLogger(TensorEngine.class);

    // from glibc's malloc.h
    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_TOP_PAD = -2;
    private static final int M_MMAP_MAX = -4;

    private TensorEngine() {}

    /**
     * Call at the top of main, before anything loads the engine: keeps the C library from mapping and unmapping memory at
     * every tensor (a third of the run time otherwise), keeps DJL off the network, and takes as many threads as the
     * container's processor quota allows.
     */
    public static void setUp() {
        setIfAbsent("ai.djl.offline", "true");
        setIfAbsent("OPT_OUT_TRACKING", "true");
        setIfAbsent(
                "ai.djl.pytorch.num_threads",
                Integer.toString(Runtime.getRuntime().availableProcessors()));
        keepMemory();
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static void keepMemory() {
        if (!Platform.isLinux()) {
            return;
        }
        try {
            Function mallopt = NativeLibrary.getInstance("c").getFunction("mallopt");
            mallopt.invokeInt(new Object[] {M_MMAP_MAX, 0});
            mallopt.invokeInt(new Object[] {M_TRIM_THRESHOLD, Integer.MAX_VALUE});
            mallopt.invokeInt(new Object[] {M_TOP_PAD, 256 << 20});
        } catch (UnsatisfiedLinkError e) {
            log.info("This C library has no mallopt; tensors are slower than they could be");
        }
    }

    private static int threads() {
        return Integer.getInteger(
                "ai.djl.pytorch.num_threads", Runtime.getRuntime().availableProcessors());
    }

    /** A manager of tensors that lives until it is closed. */
    public static NDManager newManager() {
        return Engine.getEngine("PyTorch").newBaseManager();
    }

    /** The engine's own version. */
    public static String version() {
        return Engine.getEngine("PyTorch").getVersion();
    }

    /** Whether it adds one and one up to two; loads the engine if nothing has yet. */
    public static boolean answers() {
        try (NDManager manager = newManager()) {
            return manager.create(new float[] {1, 1}).sum().getFloat() == 2; // (2) -> ()
        }
    }

    /**
     * Calls of this thread record no gradients from now on. Gradient mode is per thread, and on in every thread but the
     * one that loaded the engine: without this each evaluation would keep its whole graph.
     */
    public static void evaluateOnly() {
        Engine.getEngine("PyTorch"); // loads the native library if nothing has yet
        JniUtils.setGradMode(false);
    }

    /**
     * Does small operations on the calling thread alone. Spread over threads they take longer, many times longer where
     * another process uses the processors, for each ends with all threads waiting for the last.
     */
    public static <T> T onOneThread(Supplier<T> work) {
        int threads = JniUtils.getNumThreads();
        JniUtils.setNumThreads(1);
        try {
            return work.get();
        } finally {
            JniUtils.setNumThreads(threads);
        }
    }

    /** Daemon threads that {@link #evaluateOnly}, named after their pool. */
    public static ThreadFactory evaluationThreads(String pool) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Runnable evaluating = () -> {
                evaluateOnly();
                JniUtils.setNumThreads(threads()); // a new thread copies what another asked for last
                task.run();
            };
            Thread thread = new Thread(evaluating, pool + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
