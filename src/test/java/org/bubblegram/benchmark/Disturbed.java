package org.bubblegram.benchmark;

/** What is left of predictions while another process burns one core. */
final class Disturbed implements Measurement {
    private static final int CLIENTS = 4;

    @Override
    public String name() {
        return "disturbed";
    }

    @Override
    public void measure(Run run) throws Exception {
        byte[] jpeg = Photographs.small();
        try (Service service = Service.start(run.home())) {
            double alone =
                    HttpPredictions.asked(service, CLIENTS, jpeg, run.window()).rate();
            run.add(Row.of("HTTP, small JPEG, 4 clients, undisturbed", alone, "pictures/s"));
            double disturbed = BusyCore.beside(() -> HttpPredictions.asked(service, CLIENTS, jpeg, run.window()))
                    .rate();
            run.add(Row.of("the same beside a process that burns one core", disturbed, "pictures/s")
                    .ratio(alone, "of undisturbed")
                    .target(Target.atLeast(0.45)));
        }
    }
}
