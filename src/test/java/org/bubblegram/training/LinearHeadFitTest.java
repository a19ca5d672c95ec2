package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Target;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.loss.Loss;
import org.bubblegram.loss.SoftmaxCrossEntropy;
import org.bubblegram.loss.SoftmaxL2;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.training.ComparedFold.Answers;
import org.bubblegram.training.ComparisonSpec.StepSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearHeadFitTest {
    private static final int FEATURES = HistogramNetwork.FEATURES;
    private static final int VIEWS = 8;
    private static final int[] TRAINING = IntStream.range(0, 30).toArray();
    private static final int[] HELD_OUT = IntStream.range(30, 40).toArray();

    @TempDir
    Path folder;

    @BeforeAll
    static void evaluateOnly() {
        TensorEngine.evaluateOnly();
    }

    @Test
    void aHeadLearnsFromSomeSamplesAndAnswersOthersInTheirOrder() throws Exception {
        Answers answers = fit(new SoftmaxCrossEntropy(null), 1, 20).orElseThrow();

        assertThat(answers.predictions()).hasSize(10);
        assertThat(answers.losses()).hasSize(10);
        for (int i = 0; i < HELD_OUT.length; i++) {
            assertThat(answers.predictions().get(i))
                    .containsExactly(target(HELD_OUT[i]).fractions(), within(0.1));
        }
    }

    @Test
    void theSameStartAndOrderGiveTheSameAnswers() throws Exception {
        Answers once = fit(new SoftmaxL2(), 1, 3).orElseThrow();
        Answers again = fit(new SoftmaxL2(), 1, 3).orElseThrow();

        assertThat(again.losses()).isEqualTo(once.losses());
    }

    @Test
    void aHeadWhoseAnswersAreNotFiniteGivesNone() throws Exception {
        assertThat(fit(new SoftmaxL2(), Float.POSITIVE_INFINITY, 1)).isEmpty();
    }

    @Test
    void cancellingStopsIt() throws Exception {
        try (Rows rows = rows(1);
                FeatureTable table = FeatureTable.read(labels(), rows)) {
            var heads = new LinearHeadFit(table, spec(5), start(), () -> true);

            assertThatThrownBy(() -> heads.fit(new SoftmaxL2(), TRAINING, HELD_OUT))
                    .isInstanceOf(TrainingCancelled.class);
        }
    }

    @Test
    void anEpochSeesEachViewOfEachTrainingSampleOnceAndNothingElse() throws Exception {
        try (Rows rows = rows(1);
                FeatureTable table = FeatureTable.read(labels(), rows)) {
            assertThat(table.upright(new int[] {3, 1})).containsExactly(24, 8);
            assertThat(table.shuffled(new int[] {3, 1}, 1, 1))
                    .containsExactlyInAnyOrder(8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
            assertThat(table.shuffled(TRAINING, 1, 1)).isNotEqualTo(table.shuffled(TRAINING, 1, 2));
        }
    }

    @Test
    void everyLossThereIsIsComparedByDefault() {
        assertThat(ComparisonSpec.defaults().losses())
                .extracting(loss -> (Object) loss.getClass())
                .containsExactlyInAnyOrder((Object[]) Loss.class.getPermittedSubclasses());
    }

    @Test
    void workOnOneThreadLeavesTheThreadsAsTheyWere() {
        int before = JniUtils.getNumThreads();

        assertThat(TensorEngine.onOneThread(JniUtils::getNumThreads)).isEqualTo(1);
        assertThat(JniUtils.getNumThreads()).isEqualTo(before);
    }

    private Optional<Answers> fit(Loss loss, float scale, int epochs) throws Exception {
        try (Rows rows = rows(scale);
                FeatureTable table = FeatureTable.read(labels(), rows)) {
            return new LinearHeadFit(table, spec(epochs), start(), () -> false).fit(loss, TRAINING, HELD_OUT);
        }
    }

    /** Even samples are small, odd ones large, and each view's first two features tell which. */
    private Rows rows(float scale) throws Exception {
        Rows rows = new Rows(folder.resolve("features-" + scale), FEATURES);
        for (int sample = 0; sample < 40; sample++) {
            for (int view = 0; view < VIEWS; view++) {
                float[] values = new float[FEATURES];
                values[sample % 2] = scale;
                rows.write(Example.of(sample, view), values);
            }
        }
        return rows;
    }

    private static Labels labels() {
        List<Sample> samples = new ArrayList<>();
        for (int id = 0; id < 40; id++) {
            samples.add(new Sample(id, id + ".png", null, null, target(id), 1, null, "blob", 32, 32));
        }
        return new Labels(samples, new double[] {1, 2});
    }

    private static Target target(int sample) {
        return sample % 2 == 0 ? new Target(0.8, 0.2) : new Target(0.3, 0.7);
    }

    private static float[] start() {
        float[] start = new float[2 * FEATURES];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < start.length; i++) {
            start[i] = (float) (random.nextGaussian() * 0.01);
        }
        return start;
    }

    private static ComparisonSpec spec(int epochs) {
        StepSpec steps = new StepSpec(0.05, 0.0);
        return new ComparisonSpec(null, null, null, null, null, null, steps, epochs, 16, null, null);
    }
}
