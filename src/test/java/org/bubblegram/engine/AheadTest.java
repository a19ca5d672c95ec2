package org.bubblegram.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AheadTest {
    private static List<Callable<Integer>> numbers(int count, AtomicInteger begun) {
        return IntStream.range(0, count)
                .<Callable<Integer>>mapToObj(i -> () -> {
                    begun.incrementAndGet();
                    return i;
                })
                .toList();
    }

    @Test
    void valuesComeInOrderWhateverTheThreads() throws Exception {
        List<Integer> taken = new ArrayList<>();
        try (var ahead = new Ahead<>(numbers(100, new AtomicInteger()).iterator(), 4, 7, "test")) {
            while (ahead.hasNext()) {
                taken.add(ahead.next());
            }
            assertThatThrownBy(ahead::next).isInstanceOf(NoSuchElementException.class);
        }
        assertThat(taken)
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void valuesAreComputedBeforeTheyAreAskedForAndNoMoreThanThat() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(1);
        List<Callable<Integer>> tasks = new ArrayList<>(numbers(2, begun));
        tasks.add(() -> {
            third.countDown();
            return begun.incrementAndGet();
        });
        tasks.addAll(numbers(50, begun));
        try (var ahead = new Ahead<>(tasks.iterator(), 1, 3, "test")) {
            third.await(); // though nobody has asked for any
            assertThat(ahead.hasNext()).isTrue();
        }
        assertThat(begun).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void aFailureIsThrownWhereItsValueIsTakenAndOthersComeBefore() throws Exception {
        List<Callable<Integer>> tasks = new ArrayList<>(numbers(1, new AtomicInteger()));
        tasks.add(() -> {
            throw new IOException("disk");
        });
        try (var ahead = new Ahead<>(tasks.iterator(), 2, 2, "test")) {
            assertThat(ahead.next()).isZero();
            assertThatThrownBy(ahead::next).isInstanceOf(IOException.class).hasMessage("disk");
        }
    }
}
