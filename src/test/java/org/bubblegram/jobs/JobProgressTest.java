package org.bubblegram.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bubblegram.OnEachDatabase;
import org.bubblegram.training.TrainingSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnEachDatabase
class JobProgressTest {
    private final JobsFixture fixture = new JobsFixture();
    private JobProgress progress;
    private TrainingJob job;

    @BeforeEach
    void begin() {
        job = fixture.jobs.create(new NewTrainingJob("nuclei", "froth", TrainingSpec.defaults(), null));
        fixture.ledger.move(Attempt.of(job), Transition.TAKE);
        progress = new JobProgress(job, fixture.ledger, () -> false, fixture.clock);
        progress.begin();
    }

    @AfterEach
    void close() {
        progress.close();
        fixture.close();
    }

    @Test
    void aJobEndsAtThePaceMeasured() {
        progress.onProgress(0);
        assertThat(now().estimatedEnd()).isNull();
        pass(20);
        progress.onProgress(0.25);

        assertThat(now().progress()).isEqualTo(0.25);
        assertThat(now().estimatedEnd()).isEqualTo(in(60)); // three quarters more at a quarter in 20 s
    }

    @Test
    void afterACheckpointThePaceIsThatOfWhatWasDoneSince() {
        progress.onProgress(0.75);
        pass(5);
        progress.onProgress(0.8);

        assertThat(now().estimatedEnd()).isEqualTo(in(20)); // 0.2 more at 0.05 in 5 s
    }

    @Test
    void progressNeverGoesBack() {
        progress.onProgress(0.75);
        pass(2);
        progress.onProgress(0.2);

        assertThat(now().progress()).isEqualTo(0.75);
    }

    @Test
    void progressIsToldAboutOnceASecondButEveryEpoch() {
        for (int i = 1; i <= 100; i++) {
            fixture.clock.pass(Duration.ofMillis(50)); // 5 s
            progress.onProgress(i / 100.0);
        }
        for (int epoch = 1; epoch <= 10; epoch++) {
            progress.onEpoch(JobsFixture.epoch(epoch));
        }
        progress.onNotice("small_split", "only 3 samples");

        List<JobEvent> events = fixture.jobs.events(job.id(), 0, 1000);
        assertThat(ofType(events, JobEvent.PROGRESS)).hasSize(5);
        assertThat(ofType(events, JobEvent.EPOCH)).hasSize(10);
        assertThat(ofType(events, JobEvent.NOTICE).get(0).data().path("code").asString())
                .isEqualTo("small_split");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        0, 1,  4, 30,   three quarters are left
        0, 4,  4, 0,    nothing is left
        2, 3,  4, 10,   what was done before does not count
        """)
    void thePaceTellsTheEnd(double from, double done, double total, long seconds, String why) {
        Instant start = Instant.EPOCH;
        Instant now = start.plusSeconds(10);

        assertThat(new Pace(start, from).end(done, total, now)).as(why).isEqualTo(now.plusSeconds(seconds));
        assertThat(new Pace(start, from).end(from, total, now)).isNull();
    }

    private TrainingJob now() {
        return fixture.get(job.id());
    }

    private void pass(int seconds) {
        fixture.clock.pass(Duration.ofSeconds(seconds));
    }

    private Instant in(int seconds) {
        return fixture.clock.instant().plusSeconds(seconds);
    }

    private static List<JobEvent> ofType(List<JobEvent> events, String type) {
        return events.stream().filter(event -> event.type().equals(type)).toList();
    }
}
