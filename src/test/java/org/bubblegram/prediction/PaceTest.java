package org.bubblegram.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void followsWhatBatchesTake() {
        Pace pace = new Pace(2);
        for (int i = 0; i < 200; i++) {
            pace.took(TimeUnit.SECONDS.toNanos(4), 2); // two threads: a picture a second
        }
        assertThat(pace.of(10)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
    }

    @Test
    void saysAtLeastASecondAndAtMostAMinute() {
        assertThat(new Pace(1).of(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(new Pace(1).of(1_000_000)).isEqualTo(Duration.ofMinutes(1));
    }
}
