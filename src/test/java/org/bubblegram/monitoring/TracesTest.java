package org.bubblegram.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.bubblegram.monitoring.SpanReceiver.Span;
import org.junit.jupiter.api.Test;

class TracesTest extends WatchedService {
    private static List<Span> arrived(Predicate<Span> wanted, int count) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> RECEIVER.spans().stream().filter(wanted).toList(), found -> found.size() >= count);
    }

    private static Predicate<Span> named(String name) {
        return span -> span.name().equals(name);
    }

    @Test
    void thePicturesOfARequestHaveTheirSpansBelowItWhicheverThreadWorkedOnThem() {
        String trace = arrived(named("bubblegram.inference"), 1).get(0).trace();
        Predicate<Span> ofTheRequest = span -> span.trace().equals(trace);
        Span request = arrived(ofTheRequest.and(named("http post /v1/models/{reference}/predictions")), 1)
                .get(0);

        for (String step : List.of("bubblegram.decode", "bubblegram.prediction.wait", "bubblegram.inference")) {
            assertThat(arrived(ofTheRequest.and(named(step)), PICTURES))
                    .hasSize(PICTURES)
                    .allSatisfy(span -> assertThat(span.parent()).isEqualTo(request.id()));
        }
    }

    @Test
    void linesOfRequestsAndJobsCarryTheIdsOfTheirTraces() {
        for (String said : List.of("job " + job() + " queued", "job " + job() + " succeeded")) {
            assertThat(lines())
                    .filteredOn(line -> line.getFormattedMessage().endsWith(said))
                    .singleElement()
                    .satisfies(line -> assertThat(line.getMDCPropertyMap())
                            .containsEntry("jobId", job())
                            .hasEntrySatisfying("traceId", id -> assertThat(id).matches("[0-9a-f]{32}"))
                            .hasEntrySatisfying("spanId", id -> assertThat(id).matches("[0-9a-f]{16}")));
        }
    }

    @Test
    void anAttemptOfAJobIsATraceOfItsOwn() {
        assertThat(arrived(named("bubblegram.job.attempt"), 1))
                .hasSize(1)
                .allSatisfy(span -> assertThat(span.parent()).isEmpty());
    }
}
