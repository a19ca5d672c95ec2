package org.bubblegram.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Options of a spec that do not go together, whatever the data. */
public final class SpecConflicts {
    private final TrainingSpec spec;
    private final List<Conflict> conflicts = new ArrayList<>();

    /** @param field path of the field to change */
    public record Conflict(String field, String message) {}

    private SpecConflicts(TrainingSpec spec) {
        this.spec = spec;
    }

    /** All of them, in the order of the fields; empty if there are none. */
    public static List<Conflict> of(TrainingSpec spec) {
        SpecConflicts found = new SpecConflicts(spec);
        found.stages();
        found.optimizer("optimizer", spec.optimizer());
        found.augmentation();
        return List.copyOf(found.conflicts);
    }

    private void add(String field, String message) {
        conflicts.add(new Conflict(field, message));
    }

    private void stages() {
        List<Stage> stages = Stage.of(spec);
        for (int i = 0; i < spec.stages().size(); i++) {
            String field = "stages[" + i + "].";
            StageSpec stage = spec.stages().get(i);
            if (stage.trainable().compareTo(stages.get(i + 1).trainable()) >= 0) {
                add(field + "trainable", "must be shallower than that of the next stage (none, layer4, layer3, all)");
            }
            optimizer(field + "optimizer", Objects.requireNonNull(stage.optimizer()));
        }
    }

    private void optimizer(String field, OptimizerSpec optimizer) {
        if (optimizer.type() == OptimizerSpec.Type.ADAMW && optimizer.momentum() != null) {
            add(field + ".momentum", "is for sgd; adamw has its own");
        }
    }

    private void needsPictures(String field, double value) {
        if (value > 0) {
            add(field, "needs backbone.trainable all: what is learned from here are no pictures");
        }
    }

    private void augmentation() {
        if (spec.backbone().trainable() != Trainable.ALL) {
            needsPictures("augmentation.mixup", spec.augmentation().mixup());
            needsPictures("augmentation.lighting", spec.augmentation().lighting());
        }
    }
}
