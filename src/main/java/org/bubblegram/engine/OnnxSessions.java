package org.bubblegram.engine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions of ONNX Runtime, set up so that they suit a service that runs for months beside other work. */
final class OnnxSessions {
    private static final Logger log = LoggerFactory.getLogger(OnnxSessions.class);

    private static final String THREADS = "bubblegram.onnx.threads";

    private OnnxSessions() {}

    /** How a session is made from a model. */
    @FunctionalInterface
    interface Source {
        OrtSession open(OrtEnvironment environment, SessionOptions options) throws OrtException;
    }

    /** @throws InvalidOnnxModel if the runtime cannot make a session of it */
    static OrtSession open(Source source) {
        try (SessionOptions options = options()) {
            return source.open(OrtEnvironment.getEnvironment(), options);
        } catch (OrtException e) {
            throw new InvalidOnnxModel("not a readable ONNX model: " + e.getMessage(), e);
        }
    }

    private static SessionOptions options() throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setInterOpNumThreads(1);
        options.setIntraOpNumThreads(
                Integer.getInteger(THREADS, Runtime.getRuntime().availableProcessors()));
        // threads that wait for work would keep the processors from those who have some
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        // pictures come in many sizes: a plan for each takes more memory; the arena alone keeps it flat
        options.setMemoryPatternOptimization(false);
        useGpu(options);
        return options;
    }

    /** The runtime's package with CUDA brings its provider; without a usable GPU it answers from the processors. */
    private static void useGpu(SessionOptions options) {
        if (OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            try {
                options.addCUDA();
            } catch (OrtException e) {
                log.info("ONNX Runtime uses no GPU: {}", e.getMessage());
            }
        }
    }
}
