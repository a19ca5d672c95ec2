package org.bubblegram.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of an inference request. Unknown fields and parameters are passed over, as the protocol wants it: clients send
 * some of their own.
 */
@Schema(name = "InferenceRequest")
@JsonIgnoreProperties(ignoreUnknown = true)
record InferenceRequest(
        @Schema(description = "Returned in the answer.") @Nullable
        String id,

        @Valid @Nullable Parameters parameters,

        @Schema(description = "Exactly one tensor: `image`, `pixels` or `images`.") @NotNull @Size(min = 1, max = 1)
        List<@Valid Input> inputs,

        @Schema(description = "Tensors that are wanted; all where absent.") @Nullable
        List<@Valid Output> outputs) {
    @Schema(name = "InferenceParameters")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Parameters(
            @Schema(description = "Answer every output in binary that does not say otherwise.")
            @JsonProperty("binary_data_output")
            @Nullable
            Boolean binaryDataOutput,

            @Schema(description = "Give up after so many microseconds: 503 then. 0: the operator's deadline.")
            @Min(0)
            @Nullable
            Long timeout) {}

    @Schema(name = "InferenceInput")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Input(
            @Schema(example = "image") @NotNull String name,

            @Schema(
                    description = "`image`: [n]. `pixels` and `images`: [n,h,w,3] or [n,3,h,w]. n is 1 to 256.",
                    example = "[1]")
            @NotNull
            List<Long> shape,

            @Schema(description = "BYTES for `image`, UINT8 for `pixels`, FP32 for `images`.", example = "BYTES")
            @NotNull
            String datatype,

            @Nullable InputParameters parameters,

            @ArraySchema(
                    arraySchema =
                            @Schema(
                                    description = "Row by row, flat or nested as `shape` says; BYTES in base64. "
                                            + "Absent where the data follow in binary."),
                    schema = @Schema(description = "A number, a base64 text, or an array of them."))
            @Nullable
            List<Object> data) {}

    @Schema(name = "InferenceInputParameters")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record InputParameters(
            @Schema(description = "Bytes of this tensor behind the JSON.") @JsonProperty("binary_data_size") @Nullable
            Long binaryDataSize,

            @Schema(hidden = true) @JsonProperty("shared_memory_region") @Nullable
            String sharedMemoryRegion) {}

    @Schema(name = "InferenceRequestedOutput")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Output(
            @Schema(description = "`fractions`, `logits`, `features` or `statistics`.", example = "fractions") @NotNull
            String name,

            @Nullable OutputParameters parameters) {}

    @Schema(name = "InferenceOutputParameters")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record OutputParameters(
            @Schema(description = "Answer this output in binary.") @JsonProperty("binary_data") @Nullable
            Boolean binaryData,

            @Schema(hidden = true) @Nullable Long classification,

            @Schema(hidden = true) @JsonProperty("shared_memory_region") @Nullable
            String sharedMemoryRegion) {}
}
