package org.bubblegram.engine;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A network in ONNX Runtime, which answers faster than the tensor engine and bears it that others use the processors too.
 * It takes {@code images} (N, 3, H, W) and gives {@code logits} (N, K), {@code features} (N, F) and {@code feature_map}
 * (N, F, h, w); where its weights are random also {@code logit_variances} (N, K). Any thread may ask, several at the same time; {@link #close} waits for their answers.
 */
public final class OnnxModel implements AutoCloseable {
    private static final int CHANNELS = 3;

    private static final String IMAGES = "images";
    private static final String LOGITS = "logits";
    private static final String FEATURES = "features";
    private static final String FEATURE_MAP = "feature_map";
    private static final String LOGIT_VARIANCES = "logit_variances";

    // one for each thread, not for each model: a thread asks one model at a time
    private static final ThreadLocal<Staging> STAGING = ThreadLocal.withInitial(Staging::new);

    private final ReadWriteLock inUse = new ReentrantReadWriteLock();
    private final OrtSession session;
    private final Set<String> outputs;
    private final int bins;
    private final Map<String, String> properties;
    private boolean closed;

    /** @throws InvalidOnnxModel if it takes or gives anything else than a histogram network does */
    private OnnxModel(OrtSession session) throws OrtException {
        Set<String> outputs = session.getOutputNames();
        if (!session.getInputNames().equals(Set.of(IMAGES))
                || !outputs.containsAll(List.of(LOGITS, FEATURES, FEATURE_MAP))) {
            throw new InvalidOnnxModel(
                    "it maps " + session.getInputNames() + " to " + outputs + ", as no histogram network does");
        }
        this.session = session;
        this.outputs = Set.copyOf(outputs);
        this.bins = columns(session.getOutputInfo().get(LOGITS));
        this.properties = Map.copyOf(session.getMetadata().getCustomMetadata());
    }

    private static int columns(@Nullable NodeInfo output) {
        long[] shape =
                output != null && output.getInfo() instanceof TensorInfo tensor ? tensor.getShape() : new long[0];
        if (shape.length != 2 || shape[1] < 1) {
            throw new InvalidOnnxModel("its logits have no column for each bin");
        }
        return Math.toIntExact(shape[1]);
    }

    /** The runtime's own version. */
    public static String version() {
        return OrtEnvironment.getEnvironment().getVersion();
    }

    /**
     * Opens a file, which is not needed afterwards.
     *
     * @throws InvalidOnnxModel if it is none, is damaged, or is another kind of network
     */
    public static OnnxModel open(Path file) throws NoSuchFileException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return of(OnnxSessions.open((runtime, options) -> runtime.createSession(file.toString(), options)));
    }

    /** Likewise from a file's content, which while it is opened takes memory three times. */
    public static OnnxModel open(byte[] file) {
        return of(OnnxSessions.open((runtime, options) -> runtime.createSession(file, options)));
    }

    private static OnnxModel of(OrtSession session) {
        try {
            return new OnnxModel(session);
        } catch (OrtException | RuntimeException e) {
            close(session);
            throw e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        }
    }

    /** K. */
    public int bins() {
        return bins;
    }

    /** What the file says of itself. */
    public Map<String, String> properties() {
        return properties;
    }

    /**
     * What was answered; one row a picture.
     *
     * @param logits (N, K)
     * @param features (N, F)
     * @param variances of the logits (N, K), where the model knows them
     * @param featureMap where it was asked for
     */
    @SuppressWarnings("ArrayRecordComponent") // numbers on their way, never compared
    public record Answer(
            float[][] logits,
            float[][] features,
            float @Nullable [][] variances,
            @Nullable FeatureMap featureMap) {}

    /** @param values (N, channels, height, width) */
    @SuppressWarnings("ArrayRecordComponent")
    public record FeatureMap(int channels, int height, int width, float[] values) {}

    /**
     * Answers with logits and features.
     *
     * @param images (N, 3, H, W) from the buffer's position to its limit, which stay where they are
     * @throws InvalidImages if they are not so many numbers
     */
    public Answer run(FloatBuffer images, int n, int h, int w) {
        return run(List.of(images), new long[] {n, CHANNELS, h, w}, Set.of());
    }

    /**
     * Likewise.
     *
     * @param pictures (3, H, W) each, from the buffer's position to its limit, which stay where they are
     */
    public Answer run(List<FloatBuffer> pictures, int h, int w) {
        return run(pictures, new long[] {pictures.size(), CHANNELS, h, w}, Set.of());
    }

    /** Likewise, with the feature map too: 2048 numbers for each 32 x 32 pixels. */
    public Answer runWithFeatureMap(FloatBuffer images, int n, int h, int w) {
        return run(List.of(images), new long[] {n, CHANNELS, h, w}, Set.of(FEATURE_MAP));
    }

    private Answer run(List<FloatBuffer> images, long[] shape, Set<String> besides) {
        Set<String> wanted = new HashSet<>(besides);
        wanted.addAll(List.of(LOGITS, FEATURES));
        if (outputs.contains(LOGIT_VARIANCES)) {
            wanted.add(LOGIT_VARIANCES);
        }
        FloatBuffer staged = staged(images, shape);
        inUse.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
            try (OnnxTensor input = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), staged, shape);
                    OrtSession.Result result = session.run(Map.of(IMAGES, input), wanted)) {
                return answer(result);
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot answer: " + e.getMessage(), e);
        } finally {
            inUse.readLock().unlock();
        }
    }

    /** In memory that the runtime reads without a copy of its own. */
    private static FloatBuffer staged(List<FloatBuffer> images, long[] shape) {
        long floats = shape[1];
        for (long side : new long[] {shape[0], shape[2], shape[3]}) {
            floats = side < 1 ? -1 : Math.multiplyExact(floats, side);
        }
        int given = images.stream().mapToInt(FloatBuffer::remaining).sum();
        if (floats != given) {
            throw new InvalidImages("%d numbers are no %d pictures of %dx%d pixels in 3 channels"
                    .formatted(given, shape[0], shape[3], shape[2]));
        }
        FloatBuffer room = STAGING.get().room(given).asFloatBuffer();
        images.forEach(part -> room.put(part.duplicate()));
        return room.rewind();
    }

    private static Answer answer(OrtSession.Result result) throws OrtException {
        FeatureMap map = null;
        if (result.get(FEATURE_MAP).orElse(null) instanceof OnnxTensor tensor) {
            long[] shape = tensor.getInfo().getShape();
            map = new FeatureMap(
                    (int) shape[1],
                    (int) shape[2],
                    (int) shape[3],
                    tensor.getFloatBuffer().array());
        }
        return new Answer(
                rows(result.get(LOGITS).orElseThrow()),
                rows(result.get(FEATURES).orElseThrow()),
                result.get(LOGIT_VARIANCES).isPresent()
                        ? rows(result.get(LOGIT_VARIANCES).get())
                        : null,
                map);
    }

    private static float[][] rows(OnnxValue matrix) throws OrtException {
        return (float[][]) matrix.getValue();
    }

    /** A picture (H, W, 3), as preprocessing gives it, laid out as {@link #run} takes it: (3, H, W). */
    public static FloatBuffer channelsFirst(FloatBuffer picture) {
        float[] first = new float[picture.remaining()];
        int pixels = first.length / CHANNELS;
        for (int pixel = 0, from = picture.position(); pixel < pixels; pixel++, from += CHANNELS) {
            first[pixel] = picture.get(from);
            first[pixels + pixel] = picture.get(from + 1);
            first[2 * pixels + pixel] = picture.get(from + 2);
        }
        return FloatBuffer.wrap(first);
    }

    /** Waits until nobody is being answered, then frees the network. */
    @Override
    public void close() {
        inUse.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                close(session);
            }
        } finally {
            inUse.writeLock().unlock();
        }
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
