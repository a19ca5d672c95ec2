package org.bubblegram.training;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.bubblegram.network.Weights;

/** What a stage's loop keeps in checkpoints and takes from them: its tensors, and those of its best epoch. */
final class LoopFiles implements AutoCloseable {
    private final Checkpoints checkpoints;
    private final LearningWeights weights;
    private final Optimizer optimizer;
    private final Averaging averaging;
    private Weights best = new Weights();
    private String bestSha256 = "";

    LoopFiles(Checkpoints checkpoints, LearningWeights weights, Optimizer optimizer, Averaging averaging) {
        this.checkpoints = checkpoints;
        this.weights = weights;
        this.optimizer = optimizer;
        this.averaging = averaging;
    }

    /**
     * Takes over everything; the best epoch's weights are stored again, for a checkpoint refers to none of another attempt.
     *
     * @param steps of the stage that the optimizer has made
     */
    void restore(Checkpoints.Loaded checkpoint, long steps) throws IOException {
        weights.load(checkpoint.tensors(), "weights.");
        optimizer.restore(checkpoint.tensors(), steps);
        averaging.restore(checkpoint.tensors());
        int bestEpoch = checkpoint.state().bestEpoch();
        if (bestEpoch > 0) {
            Weights kept = checkpoint.best().copy("");
            keepBest(kept, checkpoints.write(Checkpoints.bestFile(bestEpoch), kept));
        }
    }

    /** Stores the weights as they would be used: averaged. */
    void saveBest(int epoch) throws IOException {
        averaging.exchange();
        Weights better = weights.copy();
        averaging.exchange();
        keepBest(better, checkpoints.write(Checkpoints.bestFile(epoch), better));
    }

    /** @param state all but the checksums */
    void save(CheckpointState state) throws IOException {
        Map<String, String> sha256 = new HashMap<>();
        try (Weights current = weights.copy();
                Weights tensors = new Weights()) {
            tensors.putAll("weights.", current);
            optimizer.save(tensors);
            averaging.save(tensors);
            sha256.put(state.tensorFile(), checkpoints.write(state.tensorFile(), tensors));
        }
        if (state.bestEpoch() > 0) {
            sha256.put(Checkpoints.bestFile(state.bestEpoch()), bestSha256);
        }
        checkpoints.complete(state.with(sha256));
    }

    void loadBest() {
        weights.load(best, "");
    }

    private void keepBest(Weights better, String fileSha256) {
        best.close();
        best = better;
        bestSha256 = fileSha256;
    }

    @Override
    public void close() {
        best.close();
    }
}
