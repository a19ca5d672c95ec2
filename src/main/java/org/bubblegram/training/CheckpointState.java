package org.bubblegram.training;

import java.util.Locale;
import java.util.Map;
import org.bubblegram.training.Checkpoints.StageStart;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint says of itself; written last, so a checkpoint exists once this does.
 *
 * @param step of the optimizer, over all stages
 * @param stage it was made in
 * @param learningRate what its schedule remembers
 * @param bestEpoch 0 where the stage has none yet
 * @param sha256 of each of its tensor files, by name
 * @param part how far the epoch after this one has come; null at the end of an epoch
 */
record CheckpointState(
        int epoch,
        long step,
        StageStart stage,
        LearningRate.State learningRate,
        int bestEpoch,
        double bestValue,
        Map<String, String> sha256,
        EpochUnderWay.@Nullable State part) {
    @SuppressWarnings("checkstyle:ParameterNumber") // one file
    CheckpointState(
            int epoch,
            long step,
            @Nullable StageStart stage,
            LearningRate.@Nullable State learningRate,
            int bestEpoch,
            double bestValue,
            Map<String, String> sha256,
            EpochUnderWay.@Nullable State part) {
        this.epoch = epoch;
        this.step = step;
        this.stage = stage == null ? StageStart.FIRST : stage; // version 0.1 had one stage
        this.learningRate = learningRate == null ? LearningRate.State.START : learningRate;
        this.bestEpoch = bestEpoch;
        this.bestValue = bestValue;
        this.sha256 = sha256;
        this.part = part;
    }

    CheckpointState with(Map<String, String> checksums) {
        return new CheckpointState(epoch, step, stage, learningRate, bestEpoch, bestValue, checksums, part);
    }

    /** What the names of its own files begin with. */
    private String name() {
        return (part == null ? "epoch" : "part") + String.format(Locale.ROOT, "-%06d", epoch);
    }

    String tensorFile() {
        return name() + ".safetensors";
    }

    String stateFile() {
        return name() + ".json";
    }

    String sha256(String file) {
        return sha256.getOrDefault(file, "none");
    }
}
