package org.bubblegram.training;

import java.util.List;

/** Several that are told, in their order. */
record TrainingListeners(List<TrainingListener> all) implements TrainingListener {
    @Override
    public void onProgress(double done) {
        all.forEach(listener -> listener.onProgress(done));
    }

    @Override
    public void onEpoch(EpochResult result) {
        all.forEach(listener -> listener.onEpoch(result));
    }

    @Override
    public void onNotice(String code, String message) {
        all.forEach(listener -> listener.onNotice(code, message));
    }
}
