package org.bubblegram.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bubblegram.AtOnce;
import org.bubblegram.OnEachDatabase;
import org.bubblegram.jobs.TrainingJob.JobError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class JobLedgerTest {
    private final JobsFixture fixture = new JobsFixture();
    private final TrainingJobs jobs = fixture.jobs;
    private final JobLedger ledger = fixture.ledger;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void ofManyWorkersExactlyOneGetsTheJob() throws Exception {
        Attempt attempt = Attempt.of(fixture.create());

        List<Boolean> taken = AtOnce.call(8, () -> {
            return ledger.move(attempt, Transition.TAKE);
        });

        assertThat(taken.stream().filter(Boolean::booleanValue)).hasSize(1);
    }

    @Test
    void aWorkerThatLostItsJobCannotWriteAnyMore() {
        Attempt lost = Attempt.of(fixture.running());
        assertThat(ledger.lost(lost)).isTrue();
        ledger.move(lost.next(), Transition.TAKE);
        ledger.move(lost.next(), Transition.RUN);
        TrainingJob before = fixture.get(lost.job());
        var standing = new Standing(0.9, null);

        assertThatThrownBy(() -> ledger.advance(lost, standing, JobEvent.EPOCH, JobsFixture.epoch(1)))
                .isInstanceOf(JobLost.class);
        assertThat(ledger.move(lost, Transition.succeeded(1))).isFalse();
        assertThat(ledger.move(lost, Transition.failed(new JobError("x", "y")))).isFalse();
        assertThatThrownBy(() -> ledger.hold(lost)).isInstanceOf(JobLost.class);
        assertThat(ledger.handBack(lost)).isFalse();
        assertThat(ledger.retry(lost, new JobError("x", "y"))).isFalse();
        assertThat(ledger.lost(lost)).isFalse();

        assertThat(fixture.get(lost.job())).isEqualTo(before);
        assertThat(before.attempt()).isEqualTo(2);
        assertThat(jobs.epochs(lost.job())).isEmpty();
    }

    @Test
    void aJobThatKeepsLosingItsWorkerFailsUnlessItFinishesEpochs() {
        Attempt attempt = Attempt.of(fixture.running());
        for (int i = 1; i < Troubles.MOST_LOSSES; i++) {
            attempt = loseAndTake(attempt);
        }
        ledger.advance(attempt, new Standing(0.5, null), JobEvent.EPOCH, JobsFixture.epoch(1));
        for (int i = 1; i < Troubles.MOST_LOSSES; i++) {
            attempt = loseAndTake(attempt);
        }
        assertThat(fixture.get(attempt.job()).state()).isEqualTo(JobState.PREPARING);

        ledger.lost(attempt);

        TrainingJob failed = fixture.get(attempt.job());
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.error().code()).isEqualTo("worker_lost");
    }

    private Attempt loseAndTake(Attempt attempt) {
        assertThat(ledger.lost(attempt)).isTrue();
        assertThat(ledger.move(attempt.next(), Transition.TAKE)).isTrue();
        return attempt.next();
    }
}
