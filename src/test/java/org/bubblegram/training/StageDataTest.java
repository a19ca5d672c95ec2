package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.LabelReport;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.dataset.Target;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.network.Backbone;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.storage.DirectoryBlobStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a stage of the whole network, which 20 samples are learned from. */
class StageDataTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    @Test
    void theDivergenceFromThePriorIsWeighedOnceAgainstAllSamplesLearnedFrom() throws Exception {
        HeadSpec head = new HeadSpec(null, null, null, null, null, new VariationalSpec(null, null, null, 5.0));

        assertThat(learner(whole().head(head)).penaltyWeight()).isEqualTo(5.0 / 20);
        assertThat(learner(whole()).penaltyWeight()).isZero();
    }

    @Test
    void theLayerDecayIsThatOfTheStagesOptimizer() throws Exception {
        OptimizerSpec optimizer = new OptimizerSpec(null, null, null, null, null, null, 0.7);

        assertThat(learner(whole().optimizer(optimizer)).layerDecay()).isEqualTo(0.7);
    }

    private static TrainingSpecBuilder whole() {
        return TrainingSpec.builder().backbone(new BackboneSpec("none", Trainable.ALL));
    }

    @SuppressWarnings("NullAway") // nothing is decoded, nothing frozen is cached, nobody listens
    private NetworkLearner learner(TrainingSpecBuilder builder) throws IOException {
        TrainingSpec spec = builder.stages(List.of()).build();
        List<Sample> samples = IntStream.range(0, 30)
                .mapToObj(i -> new Sample(i, "i" + i, null, null, new Target(0.5, 0.5), 1, null, "blob", 1, 1))
                .toList();
        SizeBins bins = SizeBins.parse(List.of("0-1px", "1px+"));
        LabelReport report = new LabelReport(30, 30, List.of(0.5, 0.5), new LabelReport.Floor(1, 0), List.of());
        Dataset dataset = new Dataset(UUID.randomUUID(), "d", bins, Basis.NUMBER, 30, "data", report, Instant.EPOCH);
        var checkpoints = new Checkpoints(new DirectoryBlobStore(folder, Clock.systemUTC()), "run/");
        var run = new TrainingRun(spec, dataset, samples, checkpoints, null, () -> false);
        var parts = Map.of(Split.TRAIN, samples.subList(0, 20));
        var material = new Material(run, parts, new SampleInputs(null, null, new Preprocessing(32)), null);
        try (Backbone backbone = Backbone.random(1);
                HistogramNetwork network =
                        HistogramNetwork.of(backbone, spec.head().options(), 2, 1);
                StageData data =
                        StageData.open(material, network, Stage.of(spec).get(0), null, null)) {
            return (NetworkLearner) data.learner();
        }
    }
}
