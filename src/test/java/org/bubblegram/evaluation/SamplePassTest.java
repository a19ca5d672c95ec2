package org.bubblegram.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Target;
import org.bubblegram.engine.OnnxModel;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.engine.TinyOnnx;
import org.bubblegram.loss.SoftmaxL2;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The network's logits are red + green and blue + 1, of the mean colours. */
class SamplePassTest {
    private static final int SIZE = 2;

    private static OnnxModel network;

    @BeforeAll
    static void open() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
        network = OnnxModel.open(TinyOnnx.model("logits"));
    }

    @AfterAll
    static void close() {
        network.close();
    }

    private static List<Sample> samples(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Sample(i, "i" + i, null, null, new Target(0.5, 0.5), 1, null, "b", SIZE, SIZE))
                .toList();
    }

    /** All of one colour, as red as the sample's number says. */
    private static float[] red(Sample sample) {
        float[] picture = new float[SIZE * SIZE * 3];
        for (int i = 0; i < picture.length; i += 3) {
            picture[i] = sample.id() / 4f;
        }
        return picture;
    }

    @Test
    void everySampleGetsItsOwnPredictionAndLossInTheirOrder() throws Exception {
        List<Sample> samples = samples(19); // two batches and a part of one
        var pass = new SamplePass(network, new SoftmaxL2(), new double[] {1, 2});

        List<SamplePass.Answered> answered = new ArrayList<>();
        List<Integer> batches = new ArrayList<>();
        pass.over(samples, SIZE, SamplePassTest::red, batch -> {
            batches.add(batch.size());
            answered.addAll(batch);
        });

        assertThat(batches).containsExactly(8, 8, 3);
        assertThat(answered.stream().map(SamplePass.Answered::sample)).containsExactlyElementsOf(samples);
        for (int i = 0; i < samples.size(); i++) {
            double p = 1 / (1 + Math.exp(1 - i / 4.0)); // softmax of (i / 4, 1)
            assertThat(answered.get(i).fractions().get(0)).isCloseTo(p, within(1e-6));
            assertThat(answered.get(i).fractions().get(1)).isCloseTo(1 - p, within(1e-6));
            assertThat(answered.get(i).loss()).isCloseTo(2 * Math.pow(p - 0.5, 2), within(1e-6));
        }
    }

    @Test
    void aPictureThatCannotBeReadEndsThePass() {
        var pass = new SamplePass(network, new SoftmaxL2(), new double[] {1, 2});
        SamplePass.Pictures broken = sample -> {
            if (sample.id() == 9) {
                throw new IOException("i9 is gone");
            }
            return red(sample);
        };
        assertThatThrownBy(() -> pass.over(samples(12), SIZE, broken, batch -> {}))
                .hasMessage("i9 is gone");
    }

    @Test
    void noSamplesHaveNoAnswers() throws Exception {
        var pass = new SamplePass(network, new SoftmaxL2(), new double[] {1, 2});
        pass.over(List.of(), SIZE, SamplePassTest::red, batch -> {
            throw new AssertionError("there are answers");
        });
    }

    @Test
    void picturesAreReadNoFurtherThanThreeBatchesAheadOfTheAnswers() throws Exception {
        var pass = new SamplePass(network, new SoftmaxL2(), new double[] {1, 2});
        var read = new AtomicInteger();
        var answered = new AtomicInteger();
        var farthest = new AtomicInteger();

        pass.over(
                samples(100),
                SIZE,
                sample -> {
                    read.incrementAndGet();
                    return red(sample);
                },
                batch -> {
                    farthest.accumulateAndGet(read.get() - answered.get(), Math::max);
                    answered.addAndGet(batch.size());
                });

        assertThat(answered).hasValue(100);
        assertThat(farthest.get())
                .isLessThanOrEqualTo(4 * 8); // the batch that is answered, one in the network, two decoded
    }

    @Test
    void theNextPicturesGoThroughTheNetworkWhileABatchIsAnswered() throws Exception {
        var pass = new SamplePass(network, new SoftmaxL2(), new double[] {1, 2});
        var beyondWhatWaits = new CountDownLatch(3 * 8 + 1); // more than may wait to be forwarded

        pass.over(
                samples(100),
                SIZE,
                sample -> {
                    beyondWhatWaits.countDown();
                    return red(sample);
                },
                batch -> assertThat(beyondWhatWaits)
                        .satisfies(latch ->
                                assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue()));
    }

    @Test
    void whoTakesTheAnswersMayEndThePass() {
        var pass = new SamplePass(network, new SoftmaxL2(), new double[] {1, 2});
        var batches = new AtomicInteger();

        assertThatThrownBy(() -> pass.over(samples(100), SIZE, SamplePassTest::red, batch -> {
                    batches.incrementAndGet();
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
        assertThat(batches).hasValue(1);
    }
}
