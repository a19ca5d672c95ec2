package org.bubblegram.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.bubblegram.OnEachDatabase;
import org.bubblegram.registry.ModelVersion;
import org.bubblegram.registry.PublishedNetworks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class OrphanCollectorTest {
    private static final Duration DAY = Duration.ofDays(1);

    private final JobsFixture fixture = new JobsFixture();
    private final AtomicLong nanos = new AtomicLong(-7);
    private final OrphanCollector collector = new OrphanCollector(
            List.of(fixture.recovery::orphans, fixture.models::orphans),
            fixture.blobs,
            new OrphanSettings(Duration.ofHours(1), DAY),
            nanos::get);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whatNothingHasReferredToForADayIsDeletedAndNothingElse() throws IOException {
        ModelVersion published = fixture.models.publish("froth", UUID.randomUUID(), PublishedNetworks.card(), Map.of());
        UUID paused = fixture.create().id();
        fixture.jobs.pause(paused);
        UUID ended = fixture.create().id();
        fixture.jobs.cancel(ended);
        String kept = write(TrainingJobs.checkpointFolder(paused) + "1/epoch-000001.json");
        write(TrainingJobs.checkpointFolder(ended) + "1/epoch-000001.json");
        write(TrainingJobs.checkpointFolder(UUID.randomUUID()) + "1/epoch-000001.json");
        write("models/froth/" + UUID.randomUUID() + "/" + UUID.randomUUID() + "/model.safetensors");

        collectAfter(Duration.ZERO);
        collectAfter(DAY.minusSeconds(1));
        assertThat(fixture.blobs.list("jobs/")).hasSize(3);
        collectAfter(Duration.ofSeconds(1));

        assertThat(fixture.blobs.list("jobs/")).containsExactly(kept);
        assertThat(fixture.blobs.list("models/"))
                .hasSameSizeAs(published.files().keySet());
    }

    @Test
    void whatIsReferredToInTheEndStaysHoweverLongThatTook() throws IOException {
        Set<String> orphans = new java.util.HashSet<>(Set.of("models/froth/a/b/model.safetensors"));
        var slow = new OrphanCollector(
                List.of(() -> orphans), fixture.blobs, new OrphanSettings(Duration.ofHours(1), DAY), nanos::get);
        String late = write("models/froth/a/b/model.safetensors");
        slow.collect();
        orphans.clear(); // published
        nanos.addAndGet(DAY.toNanos());
        slow.collect();
        orphans.add(late); // its version is deleted: it counts from now on
        slow.collect();

        assertThat(fixture.blobs.exists(late)).isTrue();
        nanos.addAndGet(DAY.toNanos());
        slow.collect();
        assertThat(fixture.blobs.exists(late)).isFalse();
    }

    private void collectAfter(Duration time) throws IOException {
        nanos.addAndGet(time.toNanos());
        collector.collect();
    }

    private String write(String key) throws IOException {
        fixture.blobs.write(key, out -> out.write(1));
        return key;
    }
}
