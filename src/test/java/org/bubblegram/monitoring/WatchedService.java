package org.bubblegram.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bubblegram.Api;
import org.bubblegram.Bubblegram;
import org.bubblegram.Uploads;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * A service that sends its traces to a receiver, has trained a tiny network once and answered {@value #PICTURES} pictures;
 * all test classes share it.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "bubblegram.demo.enabled=false",
            "bubblegram.tracing.enabled=true",
            "bubblegram.monitoring.every=200ms",
            "bubblegram.prediction.preload=froth,later@production",
            "management.opentelemetry.tracing.export.schedule-delay=100ms",
            "spring.datasource.url=jdbc:h2:mem:watched;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
abstract class WatchedService {
    static final int PICTURES = 3;
    static final SpanReceiver RECEIVER = new SpanReceiver();
    static final String REQUEST_ID = "the-three-pictures";

    private static final Path HOME =
            Path.of("target", "watched-" + ProcessHandle.current().pid()).toAbsolutePath();

    private static final ListAppender<ILoggingEvent> LINES = new ListAppender<>();

    private static String job = "";

    @Value("${local.server.port}")
    private int port;

    Api api;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("bubblegram.home", HOME::toString);
        registry.add("bubblegram.tracing.endpoint", RECEIVER::endpoint);
    }

    @BeforeEach
    final void trainAndPredictOnce() throws Exception {
        api = new Api(port);
        if (job.isEmpty()) {
            Logger logger = (Logger) LoggerFactory.getLogger(Bubblegram.class.getPackageName());
            LINES.start();
            logger.addAppender(LINES);
            job = train();
            logger.detachAppender(LINES);
            HttpResponse<String> answer = api.send(api.request("/v1/models/froth/predictions")
                    .header("Content-Type", Uploads.MULTIPART)
                    .header("X-Request-Id", REQUEST_ID)
                    .POST(Uploads.images(Uploads.picture(0), Uploads.picture(1), Uploads.picture(2))));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(api.post("/v1/models/froth/predictions", "image/png", BodyPublishers.ofString("no picture"))
                            .statusCode())
                    .isEqualTo(422);
        }
    }

    private String train() throws Exception {
        api.create("/v1/datasets", """
                {"name": "small", "render": {"images": 30, "seed": 5, "width": 64, "height": 64}}""");
        JsonNode created = api.create("/v1/training-jobs", """
                {"dataset": "small", "model": "froth", "input": {"size": 32}, "epochs": 2}""");
        String id = created.path("id").asString();
        JsonNode ended = api.ended(id, Duration.ofMinutes(5));
        assertThat(ended.path("state").asString()).as(ended.toPrettyString()).isEqualTo("succeeded");
        return id;
    }

    /** Id of the one job there is. */
    static String job() {
        return job;
    }

    /** What was logged in the meantime. */
    static List<ILoggingEvent> lines() {
        return LINES.list;
    }

    Scrape scrape() throws Exception {
        HttpResponse<String> answer = api.send(api.request("/actuator/prometheus"));
        assertThat(answer.statusCode()).isEqualTo(200);
        return Scrape.parse(answer.body());
    }
}
