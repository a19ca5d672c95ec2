package org.bubblegram.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.bubblegram.monitoring.Scrape.Sample;
import org.junit.jupiter.api.Test;

class MetersTest extends WatchedService {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `(bubblegram_\\w+)`", Pattern.MULTILINE);

    @Test
    void picturesAreTimedOnTheirWayAndCountedByModel() throws Exception {
        Scrape scrape = scrape();

        assertThat(scrape.sum("bubblegram_decode_seconds_count", "error", "none"))
                .isEqualTo(PICTURES);
        assertThat(scrape.sum("bubblegram_decode_seconds_count", "error", "UnreadableImage"))
                .isEqualTo(1);
        assertThat(scrape.sum("bubblegram_prediction_wait_seconds_count")).isEqualTo(PICTURES);
        assertThat(scrape.sum("bubblegram_inference_seconds_count")).isEqualTo(PICTURES);
        assertThat(scrape.sum("bubblegram_prediction_batch_pictures_sum")).isEqualTo(PICTURES);
        assertThat(scrape.sum("bubblegram_predictions_total", "model", "froth@1"))
                .isEqualTo(PICTURES);
        assertThat(scrape.sum("bubblegram_prediction_waiting")).isZero();
        assertThat(scrape.sum("bubblegram_prediction_capacity")).isEqualTo(64);
        assertThat(scrape.of("bubblegram_prediction_refusals_total"))
                .extracting(sample -> sample.labels().get("reason"))
                .containsExactlyInAnyOrder("busy", "deadline");
    }

    @Test
    void theMeanPredictedHistogramHasAGaugeForEachBinAndSumsToOne() throws Exception {
        var fractions = scrape().of("bubblegram_predicted_fraction", "model", "froth@1");

        assertThat(fractions).hasSize(6);
        assertThat(fractions.stream().mapToDouble(Sample::value).sum()).isCloseTo(1, within(1e-6));
    }

    @Test
    void theMeanNoveltyAndUnlikePicturesAreToldByModel() throws Exception {
        double before = scrape().sum("bubblegram_novelty_ratio", "model", "froth@1");
        double unlike = scrape().sum("bubblegram_predictions_unlike_total", "model", "froth@1");
        assertThat(before).isPositive();
        assertThat(unlike).isBetween(0.0, (double) PICTURES);
    }

    @Test
    void theLastEpochOfTheTrainingJobIsTold() throws Exception {
        Scrape scrape = scrape();

        assertThat(scrape.sum("bubblegram_training_epoch")).isEqualTo(2);
        assertThat(scrape.sum("bubblegram_training_loss")).isPositive();
        assertThat(scrape.sum("bubblegram_training_validation_loss")).isPositive();
        assertThat(scrape.sum("bubblegram_training_gradient_norm")).isPositive();
        assertThat(scrape.sum("bubblegram_training_images_per_second")).isPositive();
        assertThat(scrape.sum("bubblegram_training_progress")).isEqualTo(1);
        assertThat(scrape.sum("bubblegram_training_progress_timestamp_seconds")).isGreaterThan(1.7e9);
        assertThat(scrape.sum("bubblegram_job_attempt_seconds_count", "kind", "training", "outcome", "succeeded"))
                .isEqualTo(1);
    }

    @Test
    void jobsAreCountedByKindAndState() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(scrape().sum("bubblegram_jobs", "kind", "training", "state", "succeeded"))
                                .isEqualTo(1));
    }

    @Test
    void memoryDiskAndDataSetsHaveGauges() throws Exception {
        Scrape scrape = scrape();

        assertThat(scrape.sum("bubblegram_process_resident_bytes")).isGreaterThan(1e8);
        assertThat(scrape.sum("bubblegram_disk_free_bytes")).isPositive();
        assertThat(scrape.sum("bubblegram_disk_size_bytes")).isGreaterThan(scrape.sum("bubblegram_disk_free_bytes"));
        assertThat(scrape.sum("bubblegram_datasets")).isEqualTo(1);
        assertThat(scrape.sum("bubblegram_store_errors_total")).isZero();
    }

    @Test
    void noLabelHoldsAnIdOrTheTextOfARequest() throws Exception {
        api.send(api.request("/v1/training-jobs/" + job() + "/events"));
        api.send(api.request("/v1/no-such-thing/" + job()));
        api.send(api.request("/wp-admin?user=mallory"));
        api.send(api.request("/v1/models/froth").method("MALLORY", BodyPublishers.noBody()));

        assertThat(scrape().samples())
                .allSatisfy(sample -> assertThat(sample.labels().values())
                        .noneMatch(value -> ID.matcher(value).find())
                        .noneMatch(value -> value.contains("mallory") || value.contains("MALLORY"))
                        .noneMatch(value -> value.contains("wp-admin")));
    }

    @Test
    void theTableOfMetersNamesExactlyThoseThatThereAre() throws Exception {
        Set<String> documented = new TreeSet<>();
        Matcher matcher = DOCUMENTED.matcher(Files.readString(Path.of("src", "docs", "monitoring.md")));
        while (matcher.find()) {
            documented.add(matcher.group(1));
        }
        Set<String> scraped = scrape().names().stream()
                .filter(name -> name.startsWith("bubblegram_"))
                .map(MetersTest::family)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented).isEqualTo(scraped);
    }

    /** A timer and a summary are four names: one line of the table. */
    private static String family(String name) {
        return name.replaceAll("_(seconds|pictures)_(count|sum|max|bucket)$", "_$1");
    }
}
