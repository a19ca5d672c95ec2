package org.bubblegram.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.bubblegram.training.Trainable;

/** Steps of training to three depths, beside what DJL's own trainer makes of the same network with glibc's defaults. */
final class TrainingRates implements Measurement {
    static final int BATCH = 16;

    @Override
    public String name() {
        return "train";
    }

    @Override
    public void measure(Run run) throws Exception {
        Window window = run.window();
        run.add(Row.of("training, head on cached features", own(Trainable.NONE, window), "pictures/s"));
        run.add(Row.of("training, layer4 on cached activations", own(Trainable.LAYER4, window), "pictures/s"));
        double all = 0;
        double djl = 0;
        for (int i = 0; i < run.either(1, 2); i++) { // in turn, so that what else happens meets both
            djl = Math.max(djl, ChildProcess.number(DjlTraining.class, arguments(window.times(2), "ALL")));
            all = Math.max(all, own(Trainable.ALL, window.times(2)));
        }
        run.add(Row.of("training, all, DJL's Trainer and glibc's defaults", djl, "pictures/s"));
        run.add(Row.of("training, all", all, "pictures/s")
                .ratio(djl, "of DJL's Trainer")
                .target(Target.atLeast(1.25)));
    }

    /** Pictures a second. */
    static double own(Trainable trainable, Window window) throws IOException, InterruptedException {
        return ChildProcess.number(OwnTraining.class, arguments(window, trainable.name()));
    }

    private static List<String> arguments(Window window, String what) {
        return List.of(window.warmUp().toString(), window.length().toString(), what);
    }

    /** Of the first two arguments. */
    static Window window(String[] arguments) {
        return new Window(Duration.parse(arguments[0]), Duration.parse(arguments[1]));
    }
}
