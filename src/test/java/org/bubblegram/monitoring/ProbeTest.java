package org.bubblegram.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class ProbeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final AtomicLong now = new AtomicLong();
    private final AtomicReference<@Nullable Exception> trouble = new AtomicReference<>();
    private final Probe probe = new Probe("store", this::look, PATIENCE, now::get);

    private void look() throws Exception {
        Exception thrown = trouble.get();
        if (thrown != null) {
            throw thrown;
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void whatHasNeverSucceededIsDown() {
        assertThat(probe.up()).isFalse();
        assertThat(probe.health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void aFailureWithinThePatienceChangesNothing() {
        probe.look();
        trouble.set(new IOException("10.0.0.7 refused"));
        pass(PATIENCE);
        probe.look();

        assertThat(probe.up()).isTrue();
    }

    @Test
    void aLookThatHangsLongerThanThePatienceIsDownWithoutComingBack() {
        probe.look();
        pass(PATIENCE.plusNanos(1));

        assertThat(probe.up()).isFalse();
    }

    @Test
    void healthSaysTheKindOfErrorWithoutItsWordsAndForgetsItWithTheNextSuccess() {
        trouble.set(new IOException("10.0.0.7 refused"));
        probe.look();
        assertThat(probe.health().getDetails()).containsEntry("failure", "IOException");
        assertThat(probe.health().toString()).doesNotContain("10.0.0.7");

        trouble.set(null);
        probe.look();
        assertThat(probe.health().getStatus()).isEqualTo(Status.UP);
        assertThat(probe.health().getDetails()).doesNotContainKey("failure");
    }
}
