package org.bubblegram.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.bubblegram.OnEachDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class RecoveryTest {
    private final JobsFixture fixture = new JobsFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void checkpointsOfAJobThatGoesOnAreKeptAndThoseOfOneThatWasBeingCancelledAreDeleted() throws Exception {
        UUID running = fixture.running().id();
        UUID cancelling = fixture.running().id();
        fixture.jobs.cancel(cancelling);
        String kept = TrainingJobs.checkpointFolder(running) + "epoch-000001.json";
        String left = TrainingJobs.checkpointFolder(cancelling) + "epoch-000001.json";
        String orphan = TrainingJobs.checkpointFolder(UUID.randomUUID()) + "epoch-000001.json";
        for (String key : new String[] {kept, left, orphan}) {
            fixture.blobs.write(key, out -> out.write(1));
        }

        String foreign = "jobs/readme.txt"; // what people or their systems put there
        String strange = "jobs/backup/epoch-000001.json";
        fixture.blobs.write(foreign, out -> out.write(1));
        fixture.blobs.write(strange, out -> out.write(1));

        fixture.recovery.run();

        assertThat(fixture.get(running).state()).isEqualTo(JobState.QUEUED);
        assertThat(fixture.get(cancelling).state()).isEqualTo(JobState.CANCELLED);
        assertThat(fixture.blobs.list("jobs/")).containsExactlyInAnyOrder(kept, foreign, strange);
    }
}
