package org.bubblegram.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.bubblegram.evaluation.Anomalies;
import org.bubblegram.evaluation.EvaluatedSample;
import org.bubblegram.evaluation.EvaluationResult;
import org.bubblegram.jobs.EvaluationJobs;
import org.bubblegram.jobs.SampleOrder;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What an evaluation made of each sample: by page, or whole as a file that is read and written by page. */
@RestController
@RequestMapping("/v1/evaluations/{id}/samples")
@Tag(name = "Evaluations")
final class EvaluatedSampleController {
    private static final String SORT = "`loss`: largest first; `sample`: as in the data set.";

    private final EvaluationJobs evaluations;
    private final JsonMapper json;

    EvaluatedSampleController(EvaluationJobs evaluations, JsonMapper json) {
        this.evaluations = evaluations;
        this.json = json;
    }

    @Operation(
            summary = "List what an evaluation made of each sample",
            description =
                    "Loss, whether that is unusually large, true and predicted fractions. Once it has succeeded; it "
                            + "stays readable when data set and model are gone. `Accept: text/csv` and `application/x-ndjson` "
                            + "answer all samples at once, and take `sort` alone.")
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    Page<EvaluatedSampleView> list(
            @PathVariable UUID id,
            @Parameter(description = SORT) @RequestParam(defaultValue = "sample") SampleOrder sort,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Anomalies anomalies = evaluations.result(id).anomalies();
        String kind = "evaluated-by-" + sort;
        Integer after = Cursor.after(kind, cursor, Integer::valueOf).orElse(null);
        List<EvaluatedSample> found = evaluations.samples(id, sort, after, limit + 1);
        return Page.of(found, limit, sample -> new Cursor(kind, String.valueOf(sample.id())))
                .map(sample -> EvaluatedSampleView.of(sample, anomalies));
    }

    @Operation(summary = "List what an evaluation made of each sample")
    @ApiResponse(
            responseCode = "200",
            description =
                    "One row a sample: `sample,image,group,split,weight,loss,anomaly`, then one column a bin of the "
                            + "true histogram (`true 0-10mm`) and of the predicted one (`predicted 0-10mm`)",
            content = @Content(mediaType = PredictionCsv.TYPE, schema = @Schema(type = "string")))
    @GetMapping(produces = PredictionCsv.TYPE)
    void csv(
            @PathVariable UUID id,
            @Parameter(description = SORT) @RequestParam(defaultValue = "sample") SampleOrder sort,
            HttpServletResponse response)
            throws IOException {
        EvaluationResult result = evaluations.result(id);
        write(id, sort, response, PredictionCsv.TYPE, out -> {
            EvaluatedSampleCsv csv = new EvaluatedSampleCsv(result.bins(), out);
            return sample -> csv.write(EvaluatedSampleView.of(sample, result.anomalies()));
        });
    }

    @Operation(summary = "List what an evaluation made of each sample")
    @ApiResponse(
            responseCode = "200",
            description = "One line a sample",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                            schema = @Schema(implementation = EvaluatedSampleView.class)))
    @GetMapping(produces = MediaType.APPLICATION_NDJSON_VALUE)
    void lines(
            @PathVariable UUID id,
            @Parameter(description = SORT) @RequestParam(defaultValue = "sample") SampleOrder sort,
            HttpServletResponse response)
            throws IOException {
        Anomalies anomalies = evaluations.result(id).anomalies();
        write(
                id,
                sort,
                response,
                MediaType.APPLICATION_NDJSON_VALUE,
                out -> sample -> out.append(json.writeValueAsString(EvaluatedSampleView.of(sample, anomalies)))
                        .append('\n'));
    }

    /** Writes a file's head, and gives what writes its rows. */
    @FunctionalInterface
    private interface Format {
        Row begin(Writer out) throws IOException;
    }

    @FunctionalInterface
    private interface Row {
        void write(EvaluatedSample sample) throws IOException;
    }

    private void write(UUID id, SampleOrder sort, HttpServletResponse response, String type, Format format)
            throws IOException {
        Iterator<EvaluatedSample> samples = evaluations.samples(id, sort);
        response.setContentType(type);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        Writer out = new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
        Row row = format.begin(out);
        while (samples.hasNext()) {
            row.write(samples.next());
        }
        out.flush();
    }
}
