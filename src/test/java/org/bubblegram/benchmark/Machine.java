package org.bubblegram.benchmark;

import ai.djl.engine.Engine;
import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bubblegram.engine.ProcessMemory;
import org.bubblegram.engine.TensorEngine;

/**
 * Where a run took place.
 *
 * @param memoryGiB that the process may take
 */
record Machine(
        int cores,
        String processor,
        double memoryGiB,
        String system,
        String java,
        String onnxRuntime,
        String pyTorch,
        String djl) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    static Machine here() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                processorModel(),
                ProcessMemory.limit() / (double) (1L << 30),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vendor") + " " + System.getProperty("java.version"),
                OrtEnvironment.getEnvironment().getVersion(),
                TensorEngine.version(),
                Engine.getDjlVersion());
    }

    private static String processorModel() {
        try {
            for (String line : Files.readAllLines(PROCESSORS)) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException e) {
            return "unknown processor"; // only Linux tells it there
        }
        return "unknown processor";
    }

    @Override
    public String toString() {
        return "%d cores of %s, %s GiB, %s, Java %s, ONNX Runtime %s, PyTorch %s, DJL %s"
                .formatted(cores, processor, Figures.text(memoryGiB), system, java, onnxRuntime, pyTorch, djl);
    }
}
