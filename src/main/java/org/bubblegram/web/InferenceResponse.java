package org.bubblegram.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import org.bubblegram.prediction.Inference;
import org.bubblegram.registry.ModelReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Writes answers to inference requests: JSON, and behind it the tensors that were asked for in binary. */
final class InferenceResponse {
    /** Never made: says what the JSON holds. */
    @Schema(name = "InferenceResponse")
    record Document(
            String model_name,
            String model_version,
            @Nullable String id,
            List<Output> outputs) {}

    /** Never made, likewise. */
    @Schema(name = "InferenceOutput")
    record Output(
            String name,
            String datatype,
            List<Long> shape,

            @Schema(description = "Row by row; absent where they follow in binary.") @Nullable
            List<Double> data,

            InferenceRequest.@Nullable InputParameters parameters) {}

    /** Which outputs are wanted, in this order, and which of them in binary. */
    record Wanted(@Nullable String id, List<OutputTensor> outputs, Set<OutputTensor> binary) {}

    private final JsonMapper json;

    InferenceResponse(JsonMapper json) {
        this.json = json;
    }

    /** @param inferences at least one, all of one version */
    ResponseEntity<byte[]> of(Wanted wanted, List<Inference> inferences) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteArrayOutputStream tensors = new ByteArrayOutputStream();
        try (JsonGenerator out = json.createGenerator(body)) {
            ModelReference model = ModelReference.parse(inferences.get(0).model());
            out.writeStartObject();
            out.writeStringProperty("model_name", model.model());
            out.writeStringProperty("model_version", String.valueOf(model.version()));
            if (wanted.id != null) {
                out.writeStringProperty("id", wanted.id);
            }
            out.writeArrayPropertyStart("outputs");
            for (OutputTensor output : wanted.outputs) {
                List<double[]> rows = inferences.stream().map(output::row).toList();
                write(output, rows, out, wanted.binary.contains(output) ? tensors : null);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        if (wanted.binary.isEmpty()) {
            return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body.toByteArray());
        }
        int length = body.size();
        body.writeBytes(tensors.toByteArray());
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(InferenceBody.JSON_LENGTH, String.valueOf(length))
                .body(body.toByteArray());
    }

    private static void write(
            OutputTensor output, List<double[]> rows, JsonGenerator out, @Nullable ByteArrayOutputStream tensors) {
        int columns = rows.get(0).length;
        out.writeStartObject();
        out.writeStringProperty("name", output.label());
        out.writeStringProperty("datatype", output.datatype());
        out.writeName("shape");
        out.writeArray(new int[] {rows.size(), columns}, 0, 2);
        if (tensors == null) {
            out.writeArrayPropertyStart("data");
            rows.forEach(row -> output.write(row, out));
            out.writeEndArray();
        } else {
            ByteBuffer bytes =
                    ByteBuffer.allocate(output.bytesOf(rows.size() * columns)).order(ByteOrder.LITTLE_ENDIAN);
            rows.forEach(row -> output.write(row, bytes));
            tensors.writeBytes(bytes.array());
            out.writeObjectPropertyStart("parameters");
            out.writeNumberProperty("binary_data_size", bytes.capacity());
            out.writeEndObject();
        }
        out.writeEndObject();
    }
}
