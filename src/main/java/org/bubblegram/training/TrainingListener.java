package org.bubblegram.training;

/** Told what training does, on training's own thread. May throw to stop it. */
public interface TrainingListener {
    /** Features of {@code done} of {@code total} views are computed. */
    void onFeatures(int done, int total);

    void onEpoch(EpochResult result);

    /** Something worth telling the owner of the job: a stable code and a sentence. */
    void onNotice(String code, String message);
}
