package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.LabelReport;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Target;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.network.Backbone;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.storage.DirectoryBlobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
    @TempDir
    Path folder;

    @Test
    void theSameSamplesInAnotherOrderAreOtherContentsForCachesGoByPlace() throws Exception {
        String contents = run("a", "b").contents();

        assertThat(run("a", "b").contents()).isEqualTo(contents);
        assertThat(run("b", "a").contents()).isNotEqualTo(contents);
    }

    @Test
    void theOriginIsThatOfTheSamplesInTheirOrderAndOfTheWeightsThatABackbonesNameStandsFor() throws Exception {
        try (HistogramNetwork one = network(1);
                HistogramNetwork other = network(2)) {
            String origin = named("a", "b").origin(one);

            assertThat(named("a", "b").origin(one)).isEqualTo(origin);
            assertThat(named("a", "b").origin(other)).isNotEqualTo(origin);
            assertThat(named("b", "a").origin(one)).isNotEqualTo(origin);
            assertThat(run("a", "b").origin(other))
                    .as("random ones follow from the seed, which the spec holds")
                    .isEqualTo(run("a", "b").origin(one));
        }
    }

    private static HistogramNetwork network(long seed) {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
        try (Backbone backbone = Backbone.random(seed)) {
            return HistogramNetwork.of(backbone, HeadSpec.defaults().options(), 2, 1);
        }
    }

    private TrainingRun named(String first, String second) throws IOException {
        return run(TrainingSpec.defaults().withWeights("imagenet"), first, second);
    }

    private TrainingRun run(String first, String second) throws IOException {
        return run(TrainingSpec.defaults().withWeights("none"), first, second);
    }

    private TrainingRun run(TrainingSpec spec, String first, String second) throws IOException {
        List<Sample> samples = List.of(sample(0, first), sample(1, second));
        SizeBins bins = SizeBins.parse(List.of("0-1px", "1px+"));
        LabelReport report = new LabelReport(2, 2, List.of(0.5, 0.5), new LabelReport.Floor(1, 0), List.of());
        Dataset dataset = new Dataset(UUID.randomUUID(), "d", bins, Basis.NUMBER, 2, "same", report, Instant.EPOCH);
        Checkpoints checkpoints = new Checkpoints(new DirectoryBlobStore(folder, Clock.systemUTC()), "run/");
        return new TrainingRun(spec, dataset, samples, checkpoints, new SilentListener(), () -> false);
    }

    private static Sample sample(int id, String image) {
        return new Sample(id, image, null, null, new Target(0.5, 0.5), 1, null, "blob", 1, 1);
    }

    private static final class SilentListener implements TrainingListener {
        @Override
        public void onProgress(double done) {}

        @Override
        public void onEpoch(EpochResult result) {}

        @Override
        public void onNotice(String code, String message) {}
    }
}
