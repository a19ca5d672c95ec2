package org.bubblegram.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** One run: what was found so far, and what measurements share. */
final class Run implements AutoCloseable {
    private final boolean quick;
    private final Path folder;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Double> figures = new HashMap<>();
    private @Nullable Home home;

    Run(boolean quick) throws IOException {
        this.quick = quick;
        this.folder = Files.createTempDirectory("bubblegram-benchmark");
    }

    /** One of two numbers: for a short look, or for figures to quote. */
    int either(int ifQuick, int otherwise) {
        return quick ? ifQuick : otherwise;
    }

    Window window() {
        return quick
                ? new Window(Duration.ofMillis(500), Duration.ofSeconds(2))
                : new Window(Duration.ofSeconds(5), Duration.ofSeconds(20));
    }

    Path folder() {
        return folder;
    }

    /** A service's home with one published model, made when it is first asked for. */
    Home home() throws Exception {
        if (home == null) {
            System.out.println("... training the model that answers");
            home = Home.make(folder);
        }
        return home;
    }

    void add(Row row) {
        rows.add(row);
        System.out.println("... " + row.what() + ": " + Figures.text(row.value()) + " " + row.unit());
    }

    /** Keeps a figure for the ratios of others. */
    void keep(String name, double figure) {
        figures.put(name, figure);
    }

    /** @throws IllegalStateException if the measurement that gives it has failed */
    double figure(String name) {
        Double figure = figures.get(name);
        if (figure == null) {
            throw new IllegalStateException("there is no " + name + " to compare with");
        }
        return figure;
    }

    List<Row> rows() {
        return List.copyOf(rows);
    }

    @Override
    public void close() throws IOException {
        FileSystemUtils.deleteRecursively(folder);
    }
}
