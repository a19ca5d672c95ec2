package org.bubblegram.monitoring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;

/** Looks at each probe again and again, on a thread of its own, so that one that hangs delays no other. */
final class ProbeRounds implements SmartLifecycle {
    private static final Duration FIRST_LOOKS = Duration.ofSeconds(15);
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final List<Probe> probes;
    private final Duration every;
    private final ThreadFactory factory;
    private final List<Thread> threads = new ArrayList<>();
    private volatile CountDownLatch stopped = new CountDownLatch(0);

    ProbeRounds(List<Probe> probes, Duration every, ThreadFactory factory) {
        this.probes = probes;
        this.every = every;
        this.factory = factory;
    }

    /** Waits for the first looks a while, so that whoever asks first hears the truth. */
    @Override
    public void start() {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch looks = new CountDownLatch(probes.size());
        stopped = stop;
        for (Probe probe : probes) {
            Thread thread = factory.newThread(() -> round(probe, looks, stop));
            threads.add(thread);
            thread.start();
        }
        await(looks, FIRST_LOOKS);
    }

    private void round(Probe probe, CountDownLatch looks, CountDownLatch stop) {
        do {
            probe.look();
            looks.countDown();
        } while (!await(stop, every));
    }

    private static boolean await(CountDownLatch latch, Duration atMost) {
        try {
            return latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Interrupts nothing: an interrupt closes an H2 file. */
    @Override
    public void stop() {
        stopped.countDown();
        for (Thread thread : threads) {
            try {
                thread.join(FAREWELL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return !threads.isEmpty();
    }

    /** Before the web server opens, and after it has closed. */
    @Override
    public int getPhase() {
        return 0;
    }
}
