package org.bubblegram.benchmark;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Predictions over HTTP, from clients that each wait for their answer and ask again. */
final class HttpPredictions implements Measurement {
    private static final int[] CLIENTS = {1, 4, 16};
    private static final int MEASURE = 4;

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Set<String> needs() {
        return Set.of(BareLoop.NAME);
    }

    @Override
    public void measure(Run run) throws Exception {
        double bare = run.figure(BareLoop.RATE);
        try (Service service = Service.start(run.home())) {
            Map<Integer, Double> small = new HashMap<>();
            for (int clients : CLIENTS) {
                ClosedLoop.Result result = asked(service, clients, Photographs.small(), run.window());
                small.put(clients, result.rate());
                Row row = rate("small JPEG", clients, result).ratio(bare, "of the bare loop");
                run.add(clients == MEASURE ? row.target(Target.atLeast(0.90)) : row);
                addLatencies(run, "small JPEG", clients, result);
            }
            for (int clients : CLIENTS) {
                ClosedLoop.Result result = asked(service, clients, Photographs.large(), run.window());
                Row row = rate("12 MP JPEG", clients, result).ratio(small.get(clients), "of the small JPEG");
                run.add(clients == MEASURE ? row.target(Target.atLeast(0.60)) : row);
                addLatencies(run, "12 MP JPEG", clients, result);
            }
        }
    }

    static ClosedLoop.Result asked(Service service, int clients, byte[] jpeg, Window window) throws Exception {
        return ClosedLoop.run(clients, window, () -> {
            service.predict(jpeg);
            return 1;
        });
    }

    private static Row rate(String picture, int clients, ClosedLoop.Result result) {
        return Row.of(what(picture, clients), result.rate(), "pictures/s");
    }

    private static void addLatencies(Run run, String picture, int clients, ClosedLoop.Result result) {
        run.add(Row.of(what(picture, clients) + ", p50", result.percentile(50), "ms"));
        run.add(Row.of(what(picture, clients) + ", p99", result.percentile(99), "ms"));
    }

    private static String what(String picture, int clients) {
        return "HTTP, %s, %d client%s".formatted(picture, clients, clients == 1 ? "" : "s");
    }
}
