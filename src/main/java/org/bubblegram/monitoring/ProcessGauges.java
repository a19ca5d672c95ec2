package org.bubblegram.monitoring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bubblegram.engine.ProcessMemory;
import org.bubblegram.prediction.Predictor;

/** What this process holds and has left, read when it is scraped. */
final class ProcessGauges implements MeterBinder {
    private static final String BYTES = "bytes";

    private final Predictor predictor;
    private final Path home;
    private final List<Probe> probes;

    ProcessGauges(Predictor predictor, Path home, List<Probe> probes) {
        this.predictor = predictor;
        this.home = home;
        this.probes = probes;
    }

    private interface Space {
        long of(FileStore store) throws IOException;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("bubblegram.prediction.requests", predictor, Predictor::requests)
                .description("Prediction requests under way, those that wait included")
                .register(registry);
        Gauge.builder("bubblegram.prediction.capacity", predictor, Predictor::capacity)
                .description("Prediction requests that may be under way at a time")
                .register(registry);
        Gauge.builder("bubblegram.prediction.waiting", predictor, Predictor::waiting)
                .description("Decoded pictures that wait for a network")
                .register(registry);
        Gauge.builder("bubblegram.process.resident", ProcessGauges::resident)
                .description("Memory of the process, Java's and the engines' together")
                .baseUnit(BYTES)
                .register(registry);
        disk(registry, "free", "Space left on the disk of bubblegram.home", FileStore::getUsableSpace);
        disk(registry, "size", "Size of the disk of bubblegram.home", FileStore::getTotalSpace);
        for (Probe probe : probes) {
            Gauge.builder("bubblegram.health", probe, known -> known.up() ? 1 : 0)
                    .description("Whether a check of readiness has succeeded of late")
                    .tag("check", probe.name())
                    .register(registry);
        }
    }

    private void disk(MeterRegistry registry, String name, String description, Space space) {
        Gauge.builder("bubblegram.disk." + name, () -> bytes(space))
                .description(description)
                .baseUnit(BYTES)
                .register(registry);
    }

    private double bytes(Space space) {
        try {
            return space.of(Files.getFileStore(home));
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static double resident() {
        Long resident = ProcessMemory.resident();
        return resident == null ? Double.NaN : resident;
    }
}
