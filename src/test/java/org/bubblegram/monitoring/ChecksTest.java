package org.bubblegram.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.bubblegram.MemoryBlobs;
import org.bubblegram.storage.BlobNotFound;
import org.bubblegram.storage.BlobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

class ChecksTest {
    @TempDir
    Path home;

    /** Reads what it likes, and writes nothing. */
    private static BlobStore answering(InputStream what) {
        return (BlobStore) Proxy.newProxyInstance(
                BlobStore.class.getClassLoader(), new Class<?>[] {BlobStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("read")) {
                        return what;
                    }
                    throw new IOException("no space left");
                });
    }

    @Test
    void aStoreIsWellIfItGivesBackWhatIsWritten() {
        assertThatCode(() -> Checks.store(new MemoryBlobs())).doesNotThrowAnyException();
        assertThatThrownBy(() -> Checks.store(answering(new ByteArrayInputStream(new byte[3]))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aDiskIsWellWhileEnoughIsFree() {
        assertThatCode(() -> Checks.disk(home, 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Checks.disk(home, Long.MAX_VALUE)).isInstanceOf(Checks.Unwell.class);
    }

    @Test
    void theEngineAnswers() {
        assertThatCode(Checks::engine).doesNotThrowAnyException();
    }

    @Test
    void failedCallsOfTheStoreAreCountedAndMissingBlobsAreNot() {
        var registry = new SimpleMeterRegistry();
        BlobStore failing = StoreErrors.counted(answering(InputStream.nullInputStream()), registry);
        BlobStore empty = StoreErrors.counted(new MemoryBlobs(), registry);

        assertThatThrownBy(() -> failing.write("a", out -> {})).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> empty.read("a")).isInstanceOf(BlobNotFound.class);

        assertThat(registry.get("bubblegram.store.errors")
                        .tag("operation", "write")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("bubblegram.store.errors")
                        .tag("operation", "read")
                        .counter()
                        .count())
                .isZero();
    }

    @Test
    void aBatchThatNeverComesBackOrDeadlockedThreadsMeanThatTheProcessIsToBeRestarted() {
        assertThat(new EngineLiveness(() -> Duration.ofMinutes(10), Duration.ofMinutes(10))
                        .health()
                        .getStatus())
                .isEqualTo(Status.UP);
        assertThat(new EngineLiveness(() -> Duration.ofMinutes(11), Duration.ofMinutes(10))
                        .health()
                        .getStatus())
                .isEqualTo(Status.DOWN);

        var a = new ReentrantLock();
        var b = new ReentrantLock();
        var both = new CountDownLatch(2);
        Thread first = locking(a, b, both);
        Thread second = locking(b, a, both);
        var liveness = new EngineLiveness(() -> Duration.ZERO, Duration.ofMinutes(10));
        Awaitility.await()
                .untilAsserted(() -> assertThat(liveness.health().getStatus()).isEqualTo(Status.DOWN));
        first.interrupt();
        second.interrupt();
        Awaitility.await()
                .untilAsserted(() -> assertThat(liveness.health().getStatus()).isEqualTo(Status.UP));
    }

    private static Thread locking(ReentrantLock one, ReentrantLock other, CountDownLatch both) {
        Thread thread = new Thread(() -> {
            one.lock();
            try {
                both.countDown();
                both.await();
                other.lockInterruptibly();
                other.unlock();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                one.unlock();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
