package org.bubblegram.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
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
    void eachKindOfErrorIsToldOnceUntilItIsWellAgain() {
        Logger logger = (Logger) LoggerFactory.getLogger(Probe.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        for (Exception e : List.of(new IOException(), new IllegalStateException(), new IOException())) {
            trouble.set(e);
            probe.look();
        }
        trouble.set(null);
        probe.look();
        probe.look();
        logger.detachAppender(lines);

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "store is not well: java.io.IOException",
                        "store is not well: java.lang.IllegalStateException",
                        "store is well again");
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
