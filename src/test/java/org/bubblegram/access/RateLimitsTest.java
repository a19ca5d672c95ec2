package org.bubblegram.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.bubblegram.jobs.SetClock;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private final SetClock clock = new SetClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final RateLimits limits = new RateLimits(clock);

    private void spend(String caller, int requests, int perMinute) {
        for (int i = 0; i < requests; i++) {
            assertThat(limits.take(caller, perMinute)).isEmpty();
        }
    }

    @Test
    void aMinutesWorthMayComeAtOnceAndTheNextHasToWaitForItsShare() {
        spend("a", 6, 6);
        assertThat(limits.take("a", 6)).contains(Duration.ofSeconds(10));
        clock.pass(Duration.ofMillis(7500));
        assertThat(limits.take("a", 6)).as("2.5 s, rounded up").contains(Duration.ofSeconds(3));
        clock.pass(Duration.ofMillis(2500));
        spend("a", 1, 6);
        assertThat(limits.take("a", 6)).isPresent();
    }

    @Test
    void nobodySavesMoreThanAMinutesWorth() {
        spend("a", 1, 6);
        clock.pass(Duration.ofHours(1));
        spend("a", 6, 6);
        assertThat(limits.take("a", 6)).isPresent();
    }

    @Test
    void oneCallersHasteIsNotAnothersProblem() {
        spend("a", 3, 3);
        assertThat(limits.take("a", 3)).isPresent();
        spend("b", 3, 3);
    }

    @Test
    void manyCallersFillNoMemoryForThoseIdleLongestAreForgotten() {
        spend("first", 1, 1);
        for (int i = 0; i < 9_999; i++) {
            spend("other-" + i, 1, 1);
        }
        assertThat(limits.take("first", 1)).as("10000 are remembered").isPresent();
        spend("one-more", 1, 1);
        spend("and-another", 1, 1);
        assertThat(limits.take("first", 1)).as("used last").isPresent();
        spend("other-0", 1, 1);
    }

    @Test
    void aClockThatIsSetBackTakesNothingAway() {
        spend("a", 1, 60);
        clock.pass(Duration.ofHours(-1));
        spend("a", 59, 60);
        assertThat(limits.take("a", 60)).contains(Duration.ofSeconds(1));
    }
}
