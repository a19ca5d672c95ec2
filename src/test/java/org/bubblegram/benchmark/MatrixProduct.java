package org.bubblegram.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.SplittableRandom;
import org.bubblegram.engine.TensorEngine;

/**
 * What this machine's processors can do at best: one large product, best of several, by whichever of the two engines is
 * faster at it (libtorch's library is slow on processors not of its maker).
 */
final class MatrixProduct implements Measurement {
    static final String GFLOPS = "rate of the matrix product";
    private static final int N = 2048;

    /** One product. */
    private interface Product {
        void compute() throws OrtException;
    }

    @Override
    public String name() {
        return "matrix";
    }

    @Override
    public void measure(Run run) throws OrtException {
        int times = run.either(5, 40);
        double torch = torch(times);
        double onnx = onnx(times);
        double gflops = Math.max(torch, onnx);
        run.keep(GFLOPS, gflops);
        run.add(Row.of("matrix product 2048^3, float32, PyTorch", torch, "GFLOP/s"));
        run.add(Row.of("matrix product 2048^3, float32, ONNX Runtime", onnx, "GFLOP/s"));
        run.add(Row.of("ResNet50 at the faster rate", gflops / Figures.RESNET50_GFLOP, "pictures/s"));
    }

    private static double torch(int times) throws OrtException {
        try (NDManager manager = TensorEngine.newManager()) {
            NDArray a = manager.randomNormal(0, 1, new Shape(N, N), DataType.FLOAT32);
            NDArray b = manager.randomNormal(0, 1, new Shape(N, N), DataType.FLOAT32);
            return best(times, () -> {
                try (NDArray product = a.matMul(b)) { // (N, N)
                    product.getFloat(0, 0); // nothing is left to be computed later
                }
            });
        }
    }

    private static double onnx(int times) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model());
                OnnxTensor a = random(environment, 1);
                OnnxTensor b = random(environment, 2)) {
            return best(times, () -> session.run(Map.of("a", a, "b", b)).close());
        }
    }

    /** GFLOP/s of the fastest. */
    private static double best(int times, Product product) throws OrtException {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            product.compute();
            best = Math.min(best, (System.nanoTime() - begin) / 1e9);
        }
        return Figures.productGflops(N, best);
    }

    private static byte[] model() {
        GraphProto graph = GraphProto.newBuilder()
                .setName("product")
                .addNode(NodeProto.newBuilder()
                        .setOpType("MatMul")
                        .addInput("a")
                        .addInput("b")
                        .addOutput("c"))
                .addInput(matrix("a"))
                .addInput(matrix("b"))
                .addOutput(matrix("c"))
                .build();
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static ValueInfoProto matrix(String name) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimValue(N);
        shape.addDimBuilder().setDimValue(N);
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    private static OnnxTensor random(OrtEnvironment environment, long seed) throws OrtException {
        SplittableRandom random = new SplittableRandom(seed);
        FloatBuffer values = FloatBuffer.allocate(N * N);
        while (values.hasRemaining()) {
            values.put((float) random.nextDouble());
        }
        return OnnxTensor.createTensor(environment, values.flip(), new long[] {N, N});
    }
}
