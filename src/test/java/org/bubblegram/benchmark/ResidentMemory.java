package org.bubblegram.benchmark;

/** Whether answering takes more and more memory. */
final class ResidentMemory implements Measurement {
    private static final int CLIENTS = 4;
    private static final double MIB = 1 << 20;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void measure(Run run) throws Exception {
        int few = run.either(50, 200);
        int many = run.either(200, 5000);
        byte[] jpeg = Photographs.small();
        try (Service service = Service.start(run.home())) {
            ask(service, jpeg, few);
            double early = service.residentBytes() / MIB;
            ask(service, jpeg, many - few);
            double late = service.residentBytes() / MIB;
            run.add(Row.of("resident memory after %,d predictions".formatted(few), early, "MiB"));
            run.add(Row.of("resident memory after %,d predictions".formatted(many), late, "MiB")
                    .ratio(early, "of that")
                    .target(Target.atMost(1.10)));
        }
    }

    private static void ask(Service service, byte[] jpeg, int questions) throws Exception {
        ClosedLoop.count(CLIENTS, questions, () -> {
            service.predict(jpeg);
            return 1;
        });
    }
}
