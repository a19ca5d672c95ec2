package org.bubblegram.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bubblegram.engine.TensorEngine;

/** Measures this build on this machine, prints a table and writes it as JSON; see BENCHMARKS.md. */
final class Benchmark {
    /** Those that others need come before them. */
    private static final List<Measurement> MEASUREMENTS = List.of(
            new MatrixProduct(),
            new BareLoop(),
            new HttpPredictions(),
            new Disturbed(),
            new DatasetEvaluation(),
            new FrozenFeatures(),
            new TrainingRates(),
            new StartUp(),
            new ResidentMemory(),
            new Crowd(),
            new QueuedJobs());

    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
        Set<String> names =
                MEASUREMENTS.stream().map(Measurement::name).collect(Collectors.toCollection(LinkedHashSet::new));
        Options options = Options.parse(List.of(arguments), names);
        Report report = run(options);
        System.out.println("\n" + report.table() + "\n\n" + report.machine());
        if (options.quick()) {
            System.out.println("A quick run shows that it works; its figures are too noisy to quote.");
        }
        report.failures().forEach(failure -> System.out.println("Failed: " + failure));
        Path out = options.out().toAbsolutePath();
        Files.createDirectories(out.getParent());
        Files.writeString(out, report.json());
        System.out.println("Written to " + out);
        System.exit(report.failures().isEmpty() ? 0 : 1); // the engine's threads would keep it alive
    }

    private static Report run(Options options) throws Exception {
        String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        List<String> failures = new ArrayList<>();
        try (Run run = new Run(options.quick())) {
            for (Measurement measurement : chosen(MEASUREMENTS, options.only())) {
                try {
                    measurement.measure(run);
                } catch (Exception | AssertionError e) { // the others can still be measured
                    e.printStackTrace();
                    failures.add(measurement.name() + ": " + e);
                }
            }
            return new Report(date, options.quick(), Machine.here(), run.rows(), failures);
        }
    }

    /** Those named and those that they need, in their order; all if none is named. */
    static List<Measurement> chosen(List<Measurement> all, Set<String> names) {
        Set<String> wanted = new LinkedHashSet<>(names);
        for (int i = all.size() - 1; i >= 0; i--) {
            if (wanted.contains(all.get(i).name())) {
                wanted.addAll(all.get(i).needs());
            }
        }
        return all.stream()
                .filter(measurement -> names.isEmpty() || wanted.contains(measurement.name()))
                .toList();
    }
}
