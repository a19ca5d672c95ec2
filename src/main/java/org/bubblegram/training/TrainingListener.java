package org.bubblegram.training;

/** Told what training does, on training's own thread. May throw to stop it. */
public interface TrainingListener {
    /** So much of the work that there is at most, 0 to 1, is done. Told often. */
    void onProgress(double done);

    void onEpoch(EpochResult result);

    /** Something worth telling the owner of the job: a stable code and a sentence. */
    void onNotice(String code, String message);
}
