package org.bubblegram.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.bubblegram.image.ImageLimits;
import org.bubblegram.prediction.Inference;
import org.bubblegram.prediction.Picture;
import org.bubblegram.prediction.Predictor;
import org.bubblegram.prediction.UnreadablePhotographs;
import org.bubblegram.registry.ModelReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Inference by the Open Inference Protocol v2, as the clients of KServe and Triton speak it. */
@RestController
@Tag(name = OpenInference.TAG, description = OpenInference.DESCRIPTION)
final class InferenceController {
    /** The same in words for both paths. */
    @Retention(RetentionPolicy.RUNTIME)
    @Operation(
            summary = "Infer",
            description = "One input tensor, n pictures: `image` BYTES [n], encoded files; `pixels` UINT8 [n,h,w,3] or "
                    + "[n,3,h,w], RGB of any size; `images` FP32 [n,3,h,w] or [n,h,w,3], normalized, 32 pixels a side "
                    + "or more. Outputs: `fractions` FP32 [n,k], `logits` FP32 [n,k], `features` FP32 [n,2048], "
                    + "`statistics` FP64 [n,6] (mean, d10, d50, d90, d32, span). Binary tensors follow the JSON, whose "
                    + "length then stands in `Inference-Header-Content-Length`. Bodies in gzip or deflate are read.")
    @Parameter(
            in = io.swagger.v3.oas.annotations.enums.ParameterIn.HEADER,
            name = InferenceBody.JSON_LENGTH,
            description = "Bytes of JSON at the start of the body, where tensors follow it in binary.",
            schema = @Schema(type = "integer"))
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = InferenceRequest.class)),
                @Content(mediaType = "application/octet-stream", schema = @Schema(type = "string", format = "binary"))
            })
    @ApiResponse(
            responseCode = "200",
            description = "The outputs",
            headers =
                    @Header(
                            name = InferenceBody.JSON_LENGTH,
                            description = "Where outputs follow in binary.",
                            schema = @Schema(type = "integer")),
            content = {
                @Content(
                        mediaType = "application/json",
                        schema = @Schema(implementation = InferenceResponse.Document.class)),
                @Content(mediaType = "application/octet-stream", schema = @Schema(type = "string", format = "binary"))
            })
    @interface Infer {}

    private final Predictor predictor;
    private final ImageLimits limits;
    private final InferenceBody body;
    private final InferenceResponse response;
    private final BodyMemory memory;

    InferenceController(
            Predictor predictor,
            ImageLimits limits,
            InferenceBody body,
            InferenceResponse response,
            BodyMemory memory) {
        this.predictor = predictor;
        this.limits = limits;
        this.body = body;
        this.response = response;
        this.memory = memory;
    }

    @Infer
    @PostMapping("/v2/models/{name}/infer")
    ResponseEntity<byte[]> infer(@PathVariable String name, HttpServletRequest http)
            throws IOException, HttpMediaTypeNotSupportedException, UnreadablePhotographs {
        return infer(new ModelReference(name, null, null), http);
    }

    @Infer
    @PostMapping("/v2/models/{name}/versions/{version}/infer")
    ResponseEntity<byte[]> inferByVersion(
            @PathVariable String name, @PathVariable @Min(1) int version, HttpServletRequest http)
            throws IOException, HttpMediaTypeNotSupportedException, UnreadablePhotographs {
        return infer(new ModelReference(name, version, null), http);
    }

    private ResponseEntity<byte[]> infer(ModelReference model, HttpServletRequest http)
            throws IOException, HttpMediaTypeNotSupportedException, UnreadablePhotographs {
        memory.requireWithinLimit(http.getContentLengthLong());
        try (BodyMemory.Lease lease = memory.lease()) {
            InferenceBody.Parsed parsed = body.read(http, lease);
            InferenceResponse.Wanted wanted = WantedOutputs.of(parsed.request());
            List<Picture> pictures = InputTensor.of(parsed.input()).pictures(parsed.input(), parsed.data(), limits);
            List<Inference> inferences =
                    predictor.infer(model, pictures, within(parsed.request().parameters()));
            return response.of(wanted, inferences);
        }
    }

    private Duration within(InferenceRequest.@Nullable Parameters parameters) {
        Duration longest = predictor.longest();
        Long micros = parameters == null ? null : parameters.timeout();
        if (micros == null || micros == 0) {
            return longest;
        }
        Duration asked = Duration.of(micros, ChronoUnit.MICROS);
        return asked.compareTo(longest) < 0 ? asked : longest;
    }
}
