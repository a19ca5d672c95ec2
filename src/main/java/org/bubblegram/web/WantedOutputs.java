package org.bubblegram.web;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bubblegram.web.InferenceRequest.Output;
import org.bubblegram.web.InferenceRequest.OutputParameters;

/** Reads which outputs a request wants, and how. */
final class WantedOutputs {
    private WantedOutputs() {}

    /** All where none is named. @throws InvalidRequest if one is unknown, named twice, or wanted in a way we do not have */
    static InferenceResponse.Wanted of(InferenceRequest request) {
        boolean binary = request.parameters() != null
                && Boolean.TRUE.equals(request.parameters().binaryDataOutput());
        List<Output> asked = request.outputs();
        if (asked == null || asked.isEmpty()) {
            Set<OutputTensor> all = EnumSet.allOf(OutputTensor.class);
            return new InferenceResponse.Wanted(
                    request.id(), List.copyOf(all), binary ? all : EnumSet.noneOf(OutputTensor.class));
        }
        List<OutputTensor> outputs = new ArrayList<>();
        Set<OutputTensor> inBinary = EnumSet.noneOf(OutputTensor.class);
        for (int i = 0; i < asked.size(); i++) {
            OutputTensor output = output(asked.get(i), "outputs[" + i + "]");
            if (outputs.contains(output)) {
                throw new InvalidRequest("outputs[" + i + "].name", "is wanted twice");
            }
            outputs.add(output);
            if (isBinary(asked.get(i), binary)) {
                inBinary.add(output);
            }
        }
        return new InferenceResponse.Wanted(request.id(), outputs, inBinary);
    }

    private static OutputTensor output(Output asked, String field) {
        OutputParameters parameters = asked.parameters();
        if (parameters != null && parameters.classification() != null) {
            throw new InvalidRequest(field + ".parameters.classification", "is not supported");
        }
        if (parameters != null && parameters.sharedMemoryRegion() != null) {
            throw new InvalidRequest(field + ".parameters.shared_memory_region", "is not supported");
        }
        return OutputTensor.named(asked.name())
                .orElseThrow(
                        () -> new InvalidRequest(field + ".name", "must be fractions, logits, features or statistics"));
    }

    private static boolean isBinary(Output asked, boolean otherwise) {
        Boolean own = asked.parameters() == null ? null : asked.parameters().binaryData();
        return own == null ? otherwise : own;
    }
}
