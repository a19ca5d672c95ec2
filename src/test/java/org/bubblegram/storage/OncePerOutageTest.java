package org.bubblegram.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OncePerOutageTest {
    private final AtomicLong now = new AtomicLong();
    private final OncePerOutage outage = new OncePerOutage(now::get);

    private boolean troubleAfter(Duration time) {
        now.addAndGet(time.toNanos());
        return outage.begins();
    }

    @Test
    void anOutageBeginsOnceHoweverLongItLasts() {
        assertThat(troubleAfter(Duration.ZERO)).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(troubleAfter(Duration.ofSeconds(59))).isFalse();
        }
    }

    @Test
    void afterAMinuteOfPeaceTroubleIsTheNextOutages() {
        troubleAfter(Duration.ZERO);
        assertThat(troubleAfter(Duration.ofMinutes(1))).isTrue();
        assertThat(troubleAfter(Duration.ofSeconds(1))).isFalse();
    }
}
