package org.bubblegram.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.function.Function;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.DatasetNotFound;
import org.bubblegram.dataset.Datasets;
import org.bubblegram.dataset.ImportSource;
import org.bubblegram.dataset.LabelReport;
import org.bubblegram.dataset.Sample;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Data sets: import, look, remove. */
@RestController
@RequestMapping(path = "/v1/datasets", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Data sets", description = "Images with target histograms.")
final class DatasetController {
    private static final String CREATED = "Imported whole, with the label doctor's report";
    private static final String CHECKED = "The report alone, with `dryRun=true`; nothing was kept";
    private static final String DRY_RUN = "Only check: answers the report that an import would give.";

    /** Both ways in, for the OpenAPI document knows one operation a path and method. */
    @Retention(RetentionPolicy.RUNTIME)
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = DatasetRequest.class)),
                @Content(mediaType = "multipart/form-data", schema = @Schema(implementation = DatasetUpload.class))
            })
    @interface SourceBody {}

    private final Datasets datasets;
    private final RequestReader reader;
    private final Uploads uploads;

    DatasetController(Datasets datasets, RequestReader reader, Uploads uploads) {
        this.datasets = datasets;
        this.reader = reader;
        this.uploads = uploads;
    }

    @Operation(summary = "Import or render a data set", description = "All or nothing.")
    @ApiResponse(
            responseCode = "201",
            description = CREATED,
            content = @Content(schema = @Schema(implementation = Dataset.class)))
    @ApiResponse(
            responseCode = "200",
            description = CHECKED,
            content = @Content(schema = @Schema(implementation = LabelReport.class)))
    @SourceBody
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Object> create(
            InputStream body,
            @Parameter(description = DRY_RUN) @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
            throws IOException {
        byte[] json = Body.read(body, Body.JSON_LIMIT);
        DatasetRequest request = reader.read(json, DatasetRequest.class);
        ImportSource source = request.from();
        return dryRun
                ? ResponseEntity.ok(datasets.check(request.dataset(null), source))
                : created(datasets.create(request.dataset(IdempotencyKey.of(key, json)), source));
    }

    @Operation(summary = "Upload a data set", description = "All or nothing.")
    @ApiResponse(
            responseCode = "201",
            description = CREATED,
            content = @Content(schema = @Schema(implementation = Dataset.class)))
    @ApiResponse(
            responseCode = "200",
            description = CHECKED,
            content = @Content(schema = @Schema(implementation = LabelReport.class)))
    @SourceBody
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<Object> upload(
            @Valid @ModelAttribute DatasetUpload upload,
            @Parameter(description = DRY_RUN) @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
            throws IOException {
        return uploads.use(upload.archive(), file -> {
            ImportSource source = new ImportSource.Archive(file);
            return dryRun
                    ? ResponseEntity.ok(datasets.check(upload.dataset(null), source))
                    : created(datasets.create(upload.dataset(IdempotencyKey.of(key, upload.texts(), file)), source));
        });
    }

    private static ResponseEntity<Object> created(Dataset dataset) {
        return ResponseEntity.created(
                        UriComponentsBuilder.fromPath("/v1/datasets/{name}").build(dataset.name()))
                .body(dataset);
    }

    @Operation(summary = "List data sets", description = "By name.")
    @GetMapping
    Page<Dataset> list(
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        String after = Cursor.after("datasets", cursor, Function.identity()).orElse(null);
        return Page.of(datasets.list(after, limit + 1), limit, dataset -> new Cursor("datasets", dataset.name()));
    }

    @Operation(summary = "Get a data set", description = "With the label doctor's report.")
    @GetMapping("/{name}")
    Dataset get(@PathVariable String name) {
        return datasets.find(name).orElseThrow(() -> new DatasetNotFound(name));
    }

    @Operation(summary = "List the samples of a data set", description = "In the order of the labels file.")
    @GetMapping("/{name}/samples")
    Page<SampleView> samples(
            @PathVariable String name,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Dataset dataset = get(name);
        int after = Cursor.after("samples", cursor, Integer::valueOf).orElse(-1);
        List<Sample> found = datasets.samples(dataset, after, limit + 1);
        return Page.of(found, limit, sample -> new Cursor("samples", String.valueOf(sample.id())))
                .map(sample -> SampleView.of(dataset, sample));
    }

    @Operation(summary = "Delete a data set", description = "With its images. Models trained on it stay.")
    @ApiResponse(responseCode = "204", description = "Gone")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{name}")
    void delete(@PathVariable String name) throws IOException {
        if (!datasets.delete(name)) {
            throw new DatasetNotFound(name);
        }
    }
}
