package org.bubblegram.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchingPoolTest {
    /** Inputs of each batch, in the order in which batches began. */
    private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private BatchingPool<String, String, String> pool = pool(4, Duration.ZERO);

    private BatchingPool<String, String, String> pool(int batch, Duration delay) {
        return new BatchingPool<>(
                this::compute,
                new BatchingPool.Settings(1, batch, delay),
                new Pace(1),
                Watch.none(),
                Executors.defaultThreadFactory());
    }

    private List<String> compute(String kind, List<String> inputs) throws Exception {
        batches.add(inputs);
        begun.countDown();
        if (inputs.contains("hold")) {
            go.await();
        }
        if (inputs.contains("bad")) {
            throw new IllegalStateException("bad input");
        }
        return inputs.stream().map(input -> kind + input).toList();
    }

    private static Deadline someTime() {
        return Deadline.in(Duration.ofMinutes(1), System::nanoTime);
    }

    private CompletableFuture<String> submit(String kind, String input) {
        return submit(kind, input, someTime());
    }

    private CompletableFuture<String> submit(String kind, String input, Deadline deadline) {
        return pool.submit(kind, input, new BatchingPool.Caller(deadline, null));
    }

    /** Keeps the only thread busy until {@link #go}. */
    private CompletableFuture<String> hold() throws InterruptedException {
        CompletableFuture<String> held = submit("k", "hold");
        begun.await();
        return held;
    }

    @AfterEach
    void close() {
        go.countDown();
        pool.close();
    }

    @Test
    void whatWaitsTogetherIsComputedTogetherAndEachGetsItsOwnAnswer() throws Exception {
        CompletableFuture<String> first = hold();
        List<CompletableFuture<String>> others =
                List.of("a", "b", "c").stream().map(input -> submit("k", input)).toList();
        go.countDown();

        assertThat(first.get()).isEqualTo("khold");
        assertThat(others.stream().map(CompletableFuture::join)).containsExactly("ka", "kb", "kc");
        assertThat(batches).containsExactly(List.of("hold"), List.of("a", "b", "c"));
    }

    @Test
    void aBatchHasAtMostItsSizeAndOneKind() throws Exception {
        CompletableFuture<String> held = hold();
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (String input : List.of("1", "2", "3", "4", "5")) {
            answers.add(submit("k", input));
            answers.add(submit("l", input));
        }
        go.countDown();
        assertThat(held.get()).isEqualTo("khold");
        answers.forEach(CompletableFuture::join);

        assertThat(batches)
                .containsExactly(
                        List.of("hold"),
                        List.of("1", "2", "3", "4"),
                        List.of("1", "2", "3", "4"),
                        List.of("5"),
                        List.of("5"));
        assertThat(answers.get(1).join()).isEqualTo("l1");
    }

    @Test
    void withADelayTheFirstWaitsUntilItsBatchIsFull() throws Exception {
        pool.close();
        pool = pool(2, Duration.ofMinutes(10));
        CompletableFuture<String> first = submit("k", "a");
        assertThat(batches).isEmpty();
        submit("k", "b").get();

        assertThat(first.get()).isEqualTo("ka");
        assertThat(batches).containsExactly(List.of("a", "b"));
    }

    @Test
    void aDelayEndsByItself() throws Exception {
        pool.close();
        pool = pool(2, Duration.ofMillis(1));
        assertThat(submit("k", "alone").get()).isEqualTo("kalone");
    }

    @Test
    void whatIsNotBegunByItsDeadlineIsNeverComputed() throws Exception {
        CompletableFuture<String> first = hold();
        AtomicLong nanos = new AtomicLong();
        CompletableFuture<String> late = submit("k", "late", Deadline.in(Duration.ofNanos(10), nanos::get));
        Deadline caller = someTime();
        CompletableFuture<String> abandoned = submit("k", "abandoned", caller);
        CompletableFuture<String> inTime = submit("k", "in time");
        nanos.set(10);
        caller.leave();
        go.countDown();

        assertThat(inTime.get()).isEqualTo("kin time");
        assertThatThrownBy(late::get).isInstanceOf(CancellationException.class);
        assertThatThrownBy(abandoned::get).isInstanceOf(CancellationException.class);
        assertThat(first.get()).isEqualTo("khold");
        assertThat(batches).containsExactly(List.of("hold"), List.of("in time"));
    }

    @Test
    void aFailureReachesAllOfItsBatchAndNobodyElse() throws Exception {
        CompletableFuture<String> held = hold();
        CompletableFuture<String> bad = submit("k", "bad");
        CompletableFuture<String> same = submit("k", "same batch");
        CompletableFuture<String> other = submit("l", "other");
        go.countDown();

        assertThat(held.get()).isEqualTo("khold");
        assertThat(other.get()).isEqualTo("lother");
        assertThatThrownBy(bad::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .hasMessage("bad input");
        assertThatThrownBy(same::join).cause().hasMessage("bad input");
    }

    @Test
    void closingComputesWhatWaitsAndTakesNothingMore() throws Exception {
        CompletableFuture<String> held = hold();
        CompletableFuture<String> waiting = submit("k", "waits");
        CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> pool.close(Duration.ofMinutes(1)));
        while (!submit("k", "too late").isCancelled()) {
            Thread.onSpinWait(); // until it is closed
        }
        go.countDown();

        assertThat(held.get()).isEqualTo("khold");
        assertThat(waiting.get()).isEqualTo("kwaits");
        assertThat(closed.get(1, TimeUnit.MINUTES)).isTrue();
    }
}
