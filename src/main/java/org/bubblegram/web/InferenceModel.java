package org.bubblegram.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.List;

/** A model as the Open Inference Protocol describes it. */
@Schema(name = "InferenceModel")
record InferenceModel(
        @Schema(example = "froth") String name,
        @Schema(example = "[\"1\", \"2\"]") List<String> versions,
        String platform,

        @Schema(description = "The forms in which pictures come; a request has one of them.")
        List<Tensor> inputs,

        List<Tensor> outputs) {
    /** @param shape -1 for a side of any length */
    @Schema(name = "InferenceTensor")
    record Tensor(
            String name,
            @Schema(example = "FP32") String datatype,
            @Schema(example = "[-1, 6]") List<Long> shape) {}

    /** @param bins K */
    static InferenceModel of(String name, List<Integer> versions, int bins) {
        return new InferenceModel(
                name,
                versions.stream().map(String::valueOf).toList(),
                "onnxruntime_onnx",
                Arrays.stream(InputTensor.values()).map(InputTensor::metadata).toList(),
                Arrays.stream(OutputTensor.values())
                        .map(output -> output.metadata(bins))
                        .toList());
    }
}
