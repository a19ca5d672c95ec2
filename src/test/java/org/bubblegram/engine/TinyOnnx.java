package org.bubblegram.engine;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;

/** A network whose features are the means of the colours, and whose two logits are red + green and blue + 1. */
public final class TinyOnnx {
    private TinyOnnx() {}

    /** Opens it in a process of its own. */
    public static void main(String[] arguments) {
        try (OnnxModel model = OnnxModel.open(model("logits"))) {
            System.out.println(model.bins() + " bins");
        }
    }

    /** @param logits the name of the first output */
    public static byte[] model(String logits) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("tiny")
                .addNode(node("Identity", "feature_map", "images"))
                .addNode(node("GlobalAveragePool", "pooled", "images"))
                .addNode(node("Flatten", "features", "pooled"))
                .addNode(node("Gemm", logits, "features", "weight", "bias"))
                .addInitializer(constant("weight", List.of(3L, 2L), 1, 0, 1, 0, 0, 1))
                .addInitializer(constant("bias", List.of(2L), 0, 1))
                .addInput(value("images", "n", 3, "h", "w"))
                .addOutput(value(logits, "n", 2))
                .addOutput(value("features", "n", 3))
                .addOutput(value("feature_map", "n", 3, "h", "w"));
        ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8).setGraph(graph);
        model.addOpsetImportBuilder().setVersion(17);
        model.addMetadataPropsBuilder().setKey("unit").setValue("mm");
        return model.build().toByteArray();
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output);
        if (operator.equals("Flatten")) {
            node.addAttributeBuilder()
                    .setName("axis")
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(1);
        }
        return node.build();
    }

    private static TensorProto constant(String name, List<Long> shape, float... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(1).addAllDims(shape);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return tensor.build();
    }

    private static ValueInfoProto value(String name, Object... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dimension : dimensions) {
            if (dimension instanceof Integer size) {
                shape.addDimBuilder().setDimValue(size);
            } else {
                shape.addDimBuilder().setDimParam(dimension.toString());
            }
        }
        var type = TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
    }
}
