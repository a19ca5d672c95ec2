package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpecConflictsTest {
    @Test
    void theDefaultsOfEveryDepthGoTogether() {
        for (Trainable trainable : Trainable.values()) {
            assertThat(fields(spec(trainable))).as(trainable.name()).isEmpty();
        }
    }

    @Test
    void stagesGoDeeper() {
        assertThat(fields(spec(Trainable.LAYER4).stages(List.of(stage(Trainable.LAYER4)))))
                .containsExactly("stages[0].trainable");
        assertThat(fields(spec(Trainable.ALL).stages(List.of(stage(Trainable.LAYER3), stage(Trainable.NONE)))))
                .containsExactly("stages[0].trainable");
        assertThat(fields(spec(Trainable.ALL).stages(List.of(stage(Trainable.NONE), stage(Trainable.LAYER4)))))
                .isEmpty();
    }

    @Test
    void momentumIsForSgdAlone() {
        OptimizerSpec adamw = new OptimizerSpec(OptimizerSpec.Type.ADAMW, null, null, 0.9, null, null, null);
        OptimizerSpec sgd = new OptimizerSpec(OptimizerSpec.Type.SGD, null, null, 0.9, null, null, null);

        assertThat(fields(spec(Trainable.NONE).optimizer(adamw))).containsExactly("optimizer.momentum");
        assertThat(fields(spec(Trainable.NONE).optimizer(sgd))).isEmpty();
        StageSpec stage = new StageSpec(Trainable.NONE, null, null, adamw, null);
        assertThat(fields(spec(Trainable.ALL).stages(List.of(stage)))).containsExactly("stages[0].optimizer.momentum");
    }

    @Test
    void mixupAndLightingNeedPictures() {
        AugmentationSpec both = new AugmentationSpec(null, 0.2, 0.3);

        assertThat(fields(spec(Trainable.LAYER4).augmentation(both)))
                .containsExactly("augmentation.mixup", "augmentation.lighting");
        assertThat(fields(spec(Trainable.ALL).augmentation(both))).isEmpty();
    }

    private static TrainingSpecBuilder spec(Trainable trainable) {
        return TrainingSpec.builder().backbone(new BackboneSpec(null, trainable));
    }

    private static StageSpec stage(Trainable trainable) {
        return new StageSpec(trainable, null, null, null, null);
    }

    private static List<String> fields(TrainingSpecBuilder spec) {
        return SpecConflicts.of(spec.build()).stream()
                .map(SpecConflicts.Conflict::field)
                .toList();
    }
}
