package org.bubblegram.benchmark;

/** How long it takes from the start of the process to the first answer. */
final class StartUp implements Measurement {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public void measure(Run run) throws Exception {
        byte[] jpeg = Photographs.small();
        Home home = run.home();
        double[] ready = new double[run.either(1, 3)];
        double[] answered = new double[ready.length];
        for (int i = 0; i < ready.length; i++) {
            long begin = System.nanoTime();
            try (Service service = Service.start(home)) {
                ready[i] = (System.nanoTime() - begin) / 1e9;
                service.predict(jpeg);
                answered[i] = (System.nanoTime() - begin) / 1e9;
            }
        }
        run.add(Row.of("start to readiness, median", Figures.percentile(ready, 50), "s"));
        run.add(Row.of("start to the first prediction, median", Figures.percentile(answered, 50), "s")
                .target(Target.atMost(8)));
    }
}
