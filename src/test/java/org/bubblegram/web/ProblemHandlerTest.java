package org.bubblegram.web;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bubblegram.dataset.DatasetExists;
import org.bubblegram.dataset.DatasetNotFound;
import org.bubblegram.dataset.InvalidDataset;
import org.bubblegram.dataset.LabelReport.Finding;
import org.bubblegram.dataset.LabelReport.Severity;
import org.bubblegram.dataset.SourceNotAllowed;
import org.bubblegram.dataset.SplitImpossible;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.image.UnreadableImage;
import org.bubblegram.image.UnreadableImage.Reason;
import org.bubblegram.jobs.JobFinished;
import org.bubblegram.jobs.JobNotFound;
import org.bubblegram.jobs.JobState;
import org.bubblegram.registry.FileDamaged;
import org.bubblegram.registry.InvalidReference;
import org.bubblegram.registry.ModelNotFound;
import org.bubblegram.registry.VersionInUse;
import org.bubblegram.storage.CreationKeyReused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartException;

class ProblemHandlerTest {
    /** Fails as it is told. */
    @RestController
    static final class Failing {
        private Exception failure = new IllegalStateException();

        @GetMapping(path = "/fail", produces = "text/csv")
        String fail() throws Exception {
            throw failure;
        }

        @GetMapping("/number")
        int number(@RequestParam int n) {
            return n;
        }
    }

    private final Failing failing = new Failing();
    private final MockMvc http = MockMvcBuilders.standaloneSetup(failing)
            .setControllerAdvice(new ProblemHandler())
            .build();

    static Stream<Arguments> outages() {
        return Stream.of(
                arguments(
                        new MultipartException("broken", new IOException("No space left on device")), 503, "disk_full"),
                arguments(new UncheckedIOException(new IOException("/x: No space left on device")), 503, "disk_full"),
                arguments(
                        new TransactionSystemException("rollback failed", new SQLException("gone", "08006")),
                        503,
                        "database_unavailable"),
                arguments(
                        new TransactionSystemException(
                                "commit failed", new SQLException(new IOException("No space left on device"))),
                        503,
                        "disk_full"),
                arguments(new TransactionSystemException("a bug"), 500, "internal_error"));
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new InvalidRequest("epochs", "is wrong"), 400, "invalid_request"),
                arguments(new MalformedJson("broken", 1, 2), 400, "malformed_json"),
                arguments(new MultipartException("broken"), 400, "malformed_multipart"),
                arguments(new InvalidReference("no"), 400, "invalid_reference"),
                arguments(invalidBins(), 400, "invalid_bins"),
                arguments(new SourceNotAllowed("no", null), 403, "source_not_allowed"),
                arguments(new DatasetNotFound("no"), 404, "dataset_not_found"),
                arguments(new SampleNotFound("a", 3), 404, "sample_not_found"),
                arguments(new JobNotFound(new UUID(1, 2)), 404, "job_not_found"),
                arguments(new ModelNotFound("no"), 404, "model_not_found"),
                arguments(new DatasetExists("no"), 409, "dataset_exists"),
                arguments(new VersionInUse("no"), 409, "version_in_use"),
                arguments(new JobFinished(new UUID(1, 2), JobState.FAILED), 409, "job_finished"),
                arguments(new TooLarge("no"), 413, "too_large"),
                arguments(new UnreadableImage(Reason.TOO_MANY_PIXELS, "no"), 413, "image_too_many_pixels"),
                arguments(new UnreadableImage(Reason.TOO_MANY_BYTES, "no"), 413, "image_too_many_bytes"),
                arguments(new UnreadableImage(Reason.EMPTY, "no"), 422, "image_empty"),
                arguments(new UnreadableImage(Reason.DAMAGED, "no"), 422, "image_damaged"),
                arguments(new UnreadableImage(Reason.UNSUPPORTED_FORMAT, "no"), 422, "image_unsupported_format"),
                arguments(new SplitImpossible("no"), 422, "split_impossible"),
                arguments(new CreationKeyReused("no"), 422, "idempotency_key_reused"),
                arguments(
                        new UncheckedIOException(new FileDamaged("froth@3", "model.onnx")), 500, "model_file_damaged"),
                arguments(new StreamsBusy(200), 429, "busy"),
                arguments(new BodiesBusy(), 429, "busy"),
                arguments(new IllegalStateException("a secret"), 500, "internal_error"),
                arguments(new IOException("a secret"), 500, "internal_error"));
    }

    private static RuntimeException invalidBins() {
        try {
            SizeBins.parse(List.of("wide"));
            throw new AssertionError("there are such bins");
        } catch (RuntimeException e) {
            return e;
        }
    }

    @ParameterizedTest
    @MethodSource({"failures", "outages"})
    void everyErrorHasItsStatusAndCode(Exception failure, int status, String code) throws Exception {
        failing.failure = failure;
        http.perform(get("/fail").accept("text/csv"))
                .andExpect(status().is(status))
                .andExpect(content().contentType("application/problem+json"))
                .andExpect(jsonPath("$.type").value("urn:bubblegram:problem:" + code))
                .andExpect(jsonPath("$.title").isNotEmpty())
                .andExpect(jsonPath("$.status").value(status))
                .andExpect(jsonPath("$.detail").isNotEmpty())
                .andExpect(jsonPath("$.instance").value("/fail"))
                .andExpect(jsonPath("$.code").value(code))
                .andExpect(content().string(not(containsString("secret"))));
    }

    @Test
    void namesFileAndLineOfEveryFlawOfADataset() throws Exception {
        failing.failure = new InvalidDataset(List.of(
                new Finding("label_negative", Severity.ERROR, "a fraction is negative", "labels.csv", 12L),
                new Finding("image_missing", Severity.ERROR, "there is no a.png", "labels.csv", null)));
        http.perform(get("/fail"))
                .andExpect(status().is(422))
                .andExpect(jsonPath("$.code").value("label_negative"))
                .andExpect(jsonPath("$.errors[0].field").value("labels.csv:12"))
                .andExpect(jsonPath("$.errors[0].code").value("label_negative"))
                .andExpect(jsonPath("$.errors[1].field").value("labels.csv"));
    }

    @Test
    void saysWhenToComeBackToABusyService() throws Exception {
        failing.failure = new StreamsBusy(200);
        http.perform(get("/fail"))
                .andExpect(result -> is("30").matches(result.getResponse().getHeader("Retry-After")));
        failing.failure = new BodiesBusy();
        http.perform(get("/fail"))
                .andExpect(result -> is("1").matches(result.getResponse().getHeader("Retry-After")));
    }

    @Test
    void namesAParameterThatIsMissingOrDoesNotFit() throws Exception {
        for (String path : List.of("/number", "/number?n=x")) {
            http.perform(get(path))
                    .andExpect(status().is(400))
                    .andExpect(jsonPath("$.code").value("invalid_request"))
                    .andExpect(jsonPath("$.errors[0].field").value("n"));
        }
    }

    @Test
    void wrongMethodsAndMediaTypesHaveCodesToo() throws Exception {
        http.perform(post("/number"))
                .andExpect(status().is(405))
                .andExpect(jsonPath("$.code").value("method_not_allowed"))
                .andExpect(jsonPath("$.detail").isNotEmpty());
        http.perform(get("/fail").accept("image/png"))
                .andExpect(status().is(406))
                .andExpect(jsonPath("$.code").value("not_acceptable"));
    }
}
