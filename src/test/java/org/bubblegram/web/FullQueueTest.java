package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bubblegram.ServedApi;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.prediction.Photograph;
import org.bubblegram.prediction.Prediction;
import org.bubblegram.prediction.Predictor;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.NetworkFiles;
import org.bubblegram.registry.PublishedNetworks;
import org.bubblegram.rendering.BubbleRenderer;
import org.bubblegram.rendering.RenderSpec;
import org.bubblegram.web.InferenceCall.Answer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** One request at a time is answered; the one that is there waits for its picture as long as the test wants. */
@TestPropertySource(
        properties = {
            "bubblegram.prediction.queue-capacity=1",
            "spring.datasource.url=jdbc:h2:mem:fullqueue;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class FullQueueTest extends ServedApi {
    private static final ModelReference FROTH = ModelReference.parse("froth");

    @Autowired
    private NetworkFiles networks;

    @Autowired
    private Predictor predictor;

    @Test
    void aRequestThatFindsTheQueueFullIsToldInTheProtocolsFormWhenToTryAgain() throws Exception {
        publish();
        byte[] png = picture();
        CountDownLatch admitted = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        ExecutorService callers = Executors.newSingleThreadExecutor();
        try {
            Future<List<Prediction>> first = callers.submit(
                    () -> predictor.predict(FROTH, List.of(slow(png, admitted, released)), predictor.longest()));
            admitted.await();

            Answer refused = asked(png);

            assertThat(refused.http().statusCode())
                    .as(refused.json().toString())
                    .isEqualTo(429);
            assertThat(refused.json().propertyNames()).containsExactly("error", "code");
            assertThat(refused.json().path("code").asString()).isEqualTo("busy");
            assertThat(refused.http().headers().firstValue("Retry-After").map(Integer::valueOf))
                    .hasValueSatisfying(seconds -> assertThat(seconds).isPositive());
            released.countDown();
            assertThat(first.get()).hasSize(1);
            assertThat(asked(png).http().statusCode())
                    .as("once the queue has a place")
                    .isEqualTo(200);
        } finally {
            released.countDown();
            callers.shutdown();
        }
    }

    private static byte[] picture() throws IOException {
        return new BubbleRenderer(new RenderSpec(1, 1L, 64, 64, null)).render(0).png();
    }

    private Answer asked(byte[] png) throws Exception {
        String file = Base64.getEncoder().encodeToString(png);
        return InferenceCall.json(api, "/v2/models/froth/infer", """
                {"inputs": [{"name": "image", "shape": [1], "datatype": "BYTES", "data": ["%s"]}]}""".formatted(file));
    }

    private static Photograph slow(byte[] png, CountDownLatch admitted, CountDownLatch released) {
        return () -> {
            admitted.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return png;
        };
    }

    private void publish() throws Exception {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
        try (HistogramNetwork network = PublishedNetworks.network()) {
            networks.publish("froth", UUID.randomUUID(), PublishedNetworks.servable(), network);
        }
    }
}
