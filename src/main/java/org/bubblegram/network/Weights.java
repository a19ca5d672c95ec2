package org.bubblegram.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.storage.Sha256;

/** Named float32 tensors, owned and freed together. */
public final class Weights implements AutoCloseable {
    private static final int MOST_NAMED = 8;

    private final NDManager manager;
    private final Map<String, NDArray> tensors = new LinkedHashMap<>();

    /** Empty. */
    public Weights() {
        this.manager = TensorEngine.newManager();
    }

    /** Adds a copy of values under a name, replacing what was there. */
    public NDArray put(String name, float[] values, Shape shape) {
        return put(name, manager.create(values, shape));
    }

    private NDArray put(String name, NDArray tensor) {
        tensor.attach(manager);
        tensor.setName(name);
        NDArray before = tensors.put(name, tensor);
        if (before != null) {
            before.close();
        }
        return tensor;
    }

    /** The tensor itself, not a copy. */
    public NDArray get(String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /** In order of addition; the tensors themselves. */
    public Map<String, NDArray> tensors() {
        return java.util.Collections.unmodifiableMap(tensors);
    }

    /** An independent copy of those whose name has a prefix, the prefix taken off. */
    public Weights copy(String prefix) {
        Weights copy = new Weights();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                copy.put(name.substring(prefix.length()), tensor.toFloatArray(), tensor.getShape());
            }
        });
        return copy;
    }

    /** Adds copies of another's tensors, their names prefixed. */
    public void putAll(String prefix, Weights other) {
        other.tensors.forEach((name, tensor) -> put(prefix + name, tensor.toFloatArray(), tensor.getShape()));
    }

    /** SHA-256 over some tensors, in the order of their names. */
    String fingerprint(Iterable<String> names) {
        StringBuilder digests = new StringBuilder();
        for (String name : names) {
            float[] values = get(name).toFloatArray();
            ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            digests.append(name).append(Sha256.of(bytes.array()));
        }
        return Sha256.of(digests.toString());
    }

    /** Writes safetensors, in the order of their names: the same tensors are the same bytes, wherever they come from. */
    public void write(OutputStream out) throws IOException {
        new NDList(new TreeMap<>(tensors).values()).encode(out, NDList.Encoding.SAFETENSORS);
    }

    /**
     * Reads safetensors of any floating type as float32.
     *
     * @throws InvalidWeights if it is not a safetensors file
     */
    public static Weights read(InputStream in) throws IOException {
        Weights weights = new Weights();
        try (NDManager reading = TensorEngine.newManager()) {
            for (NDArray tensor : decode(reading, in)) {
                weights.put(Objects.requireNonNull(tensor.getName()), owned(tensor));
            }
            return weights;
        } catch (IOException | RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    /** A copy in memory of its own: a decoded tensor, and what toType makes of it, shares the decoder's buffer. */
    private static NDArray owned(NDArray decoded) {
        return decoded.toType(DataType.FLOAT32, false).duplicate();
    }

    private static NDList decode(NDManager manager, InputStream in) throws IOException {
        byte[] file = in.readAllBytes();
        // the decoder also takes other formats, which carry no names
        if (file.length < 9 || file[8] != '{') {
            throw new InvalidWeights("not a safetensors file");
        }
        long header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (header < 0 || header > file.length - Long.BYTES) { // the decoder would ask for that much memory
            throw new InvalidWeights("not a whole safetensors file");
        }
        try {
            return NDList.decode(manager, file);
        } catch (RuntimeException e) {
            throw new InvalidWeights("not a readable safetensors file: " + e.getMessage());
        }
    }

    /**
     * Checks names and shapes.
     *
     * @throws InvalidWeights naming what is missing, misshapen, or there without being expected
     */
    void require(Map<String, Shape> expected) {
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        expected.forEach((name, shape) -> {
            if (!has(name)) {
                missing.add(name);
            } else if (!get(name).getShape().equals(shape)) {
                misshapen.add(name + " is " + get(name).getShape() + ", not " + shape);
            }
        });
        List<String> extra = tensors.keySet().stream()
                .filter(name -> !expected.containsKey(name))
                .toList();
        if (!missing.isEmpty() || !misshapen.isEmpty() || !extra.isEmpty()) {
            throw new InvalidWeights("the weights do not fit this network: " + some("missing", missing)
                    + some("misshapen", misshapen) + some("unexpected", extra));
        }
    }

    private static String some(String what, List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String first = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
        String rest = names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "";
        return names.size() + " " + what + " (" + first + rest + "); ";
    }

    void removeIf(java.util.function.Predicate<String> named) {
        tensors.entrySet().removeIf(entry -> {
            if (named.test(entry.getKey())) {
                entry.getValue().close();
                return true;
            }
            return false;
        });
    }

    /** Fills a shape with normally distributed values; each name draws its own numbers, so order does not matter. */
    void putNormal(String name, Shape shape, double deviation, long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ (name.hashCode() * 0x9E3779B97F4A7C15L));
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        put(name, values, shape);
    }

    void putConstant(String name, Shape shape, float value) {
        float[] values = new float[Math.toIntExact(shape.size())];
        java.util.Arrays.fill(values, value);
        put(name, values, shape);
    }

    @Override
    public void close() {
        manager.close();
    }
}
