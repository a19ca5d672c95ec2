package org.bubblegram.benchmark;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.translate.Batchifier;
import java.util.Arrays;
import java.util.SplittableRandom;

/** DJL's own trainer on the same network, as its examples use it: glibc's memory as it is; prints pictures a second. */
final class DjlTraining {
    private static final int BATCH = TrainingRates.BATCH;
    private static final int SIZE = Networks.INPUT_SIZE;
    private static final Shape INPUT = new Shape(BATCH, 3, SIZE, SIZE);
    private static final Shape TARGET = new Shape(BATCH, Networks.BINS);

    private DjlTraining() {}

    /** @param arguments warm-up and length as ISO 8601 durations */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("ai.djl.offline", "true");
        // as many threads as our own training takes
        System.setProperty(
                "ai.djl.pytorch.num_threads",
                Integer.toString(Runtime.getRuntime().availableProcessors()));
        DefaultTrainingConfig config = new DefaultTrainingConfig(
                        new SoftmaxCrossEntropyLoss("loss", 1, -1, false, true)) // of logits and histograms
                .optOptimizer(Optimizer.adamW().build());
        try (Model model = Model.newInstance("ResNet50")) {
            model.setBlock(DjlResNet50.block(Networks.BINS));
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(INPUT);
                float[] pictures = pictures();
                ClosedLoop.Result result =
                        ClosedLoop.here(TrainingRates.window(arguments), () -> step(trainer, pictures));
                System.out.println(result.rate());
            }
        }
        System.exit(0);
    }

    private static int step(Trainer trainer, float[] pictures) {
        NDManager manager = trainer.getManager().newSubManager(); // closed with the batch
        NDArray data = manager.create(pictures, INPUT);
        float[] even = new float[Math.toIntExact(TARGET.size())];
        Arrays.fill(even, 1f / Networks.BINS);
        NDArray labels = manager.create(even, TARGET);
        try (Batch batch = new Batch(
                manager, new NDList(data), new NDList(labels), BATCH, Batchifier.STACK, Batchifier.STACK, 0, 0)) {
            EasyTrain.trainBatch(trainer, batch);
            trainer.step();
        }
        return BATCH;
    }

    private static float[] pictures() {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[Math.toIntExact(INPUT.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
