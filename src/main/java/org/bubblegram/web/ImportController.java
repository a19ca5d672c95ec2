package org.bubblegram.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.io.InputStream;
import org.bubblegram.registry.ModelVersion;
import org.bubblegram.registry.VersionImport;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Versions as files that are brought. */
@RestController
@Tag(name = "Models")
final class ImportController {
    private final VersionImport versions;
    private final Uploads uploads;

    ImportController(VersionImport versions, Uploads uploads) {
        this.versions = versions;
        this.uploads = uploads;
    }

    @Operation(
            summary = "Import a version",
            description =
                    "Takes an archive as an export with `format=archive` gives it, and publishes it whole or not at all. "
                            + "Every checksum is checked, the weights must give the golden vectors, and `model.onnx` is "
                            + "made anew. The same `Idempotency-Key` with the same archive answers the same version.")
    @ApiResponse(responseCode = "201", description = "Published; `Location` is the version")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/zip", schema = @Schema(type = "string", format = "binary")))
    @PostMapping(
            path = "/v1/models",
            consumes = {"application/zip", MediaType.APPLICATION_OCTET_STREAM_VALUE},
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ModelVersion> create(
            @Parameter(description = "Name of the model that gets the version.", example = "froth")
                    @RequestParam
                    @Pattern(regexp = DatasetRequest.NAME)
                    String name,
            InputStream body,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
            throws IOException {
        String creationKey = IdempotencyKey.alone(key);
        ModelVersion version =
                uploads.use(body, VersionImport.MOST_BYTES, archive -> versions.publish(name, creationKey, archive));
        return ResponseEntity.created(UriComponentsBuilder.fromPath("/v1/models/{name}/versions/{version}")
                        .build(version.model(), version.version()))
                .body(version);
    }
}
