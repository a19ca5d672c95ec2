package org.bubblegram.jobs;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.bubblegram.OnEachDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class QueueOrderTest {
    private final JobsFixture fixture = new JobsFixture();
    private final List<UUID> taken = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void close() {
        goOn.countDown();
        fixture.close();
    }

    @Test
    void theHighestPriorityGoesFirstAndAmongEqualsTheOldest() {
        UUID low = fixture.create("a", 0).id();
        UUID usual = fixture.create("a", 4).id();
        UUID later = fixture.create("a", 4).id();
        UUID high = fixture.create("a", 9).id();

        assertThat(order(4)).containsExactly(high, usual, later, low);
    }

    @Test
    void tenantsTakeTurnsHoweverManyJobsOneOfThemHasQueuedBefore() {
        UUID a1 = fixture.create("a", 4).id();
        UUID a2 = fixture.create("a", 4).id();
        UUID a3 = fixture.create("a", 4).id();
        UUID b1 = fixture.create("b", 4).id();
        UUID b2 = fixture.create("b", 4).id();

        assertThat(order(5)).containsExactly(a1, b1, a2, b2, a3);
    }

    @Test
    void aHigherPriorityGoesBeforeATurn() {
        UUID a1 = fixture.create("a", 5).id();
        UUID b1 = fixture.create("b", 4).id();
        UUID a2 = fixture.create("a", 5).id();

        assertThat(order(3)).containsExactly(a1, a2, b1);
    }

    @Test
    void whatWasBegunGoesOnBeforeWhatIsNewOfTheSamePriority() {
        UUID fresh = fixture.create("b", 4).id();
        TrainingJob begunBefore = fixture.create("a", 4);
        UUID high = fixture.create("a", 5).id();
        fixture.ledger.move(Attempt.of(begunBefore), Transition.TAKE);
        fixture.ledger.handBack(Attempt.of(begunBefore));

        assertThat(order(3)).containsExactly(high, begunBefore.id(), fresh);
    }

    @Test
    void theTenantWithFewerJobsInWorkGoesFirstAlthoughItsLastTurnIsNotLongAgo() throws Exception {
        fixture.create("a", 4);
        fixture.sharingScheduler((job, dataset, progress) -> {
                    progress.begin();
                    begun.countDown();
                    await().atMost(Duration.ofMinutes(1)).until(() -> goOn.getCount() == 0);
                    return 1;
                })
                .start();
        assertThat(begun.await(10, SECONDS)).isTrue();
        UUID b1 = fixture.create("b", 4).id();
        TrainingScheduler second = fixture.sharingScheduler(this::takes);
        second.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> taken.contains(b1));
        second.stop();

        UUID a2 = fixture.create("a", 4).id();
        UUID b2 = fixture.create("b", 4).id();

        assertThat(order(3)).containsExactly(b1, b2, a2);
    }

    @Test
    void aJobIsDueAtOnceHoweverWrongTheClockOfTheMachineIsThatQueuedIt() {
        fixture.clock.pass(Duration.ofHours(5));
        UUID ahead = fixture.create().id();
        fixture.clock.pass(Duration.ofHours(-10));
        UUID behind = fixture.create().id();

        assertThat(order(2)).containsExactly(ahead, behind);
    }

    @Test
    void aPlaceOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new QueuePlace("a", 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new QueuePlace("a", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new QueuePlace("", 4)).isInstanceOf(IllegalArgumentException.class);
    }

    /** In which jobs are taken up by one worker. */
    private List<UUID> order(int jobs) {
        fixture.sharingScheduler(this::takes).start();
        await().atMost(Duration.ofSeconds(20)).until(() -> taken.size() == jobs);
        return List.copyOf(taken);
    }

    private int takes(TrainingJob job, UUID dataset, JobProgress progress) {
        progress.begin();
        taken.add(job.id());
        return taken.size();
    }
}
