package org.bubblegram.dataset;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;

/** The files below a directory of the server. Only what really lies within an allowed directory is read. */
final class DirectoryFiles implements SourceFiles {
    private final ReadBudget budget;
    private final NavigableMap<String, Path> realPaths;

    private DirectoryFiles(NavigableMap<String, Path> realPaths, ReadBudget budget) {
        this.realPaths = realPaths;
        this.budget = budget;
    }

    /** Lists a directory. Links that lead out of the allowed directories, and what cannot be read, are errors and end the import. */
    static DirectoryFiles open(String directory, ImportSettings settings, Findings findings) throws IOException {
        List<Path> allowed = realPaths(settings.directories());
        Path top = within(allowed, directory);
        DirectoryLister lister = new DirectoryLister(top, allowed, settings.maxFiles(), findings);
        Files.walkFileTree(top, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, lister);
        findings.stopIfErrors();
        return new DirectoryFiles(lister.realPaths(), new ReadBudget(settings));
    }

    private static List<Path> realPaths(List<Path> directories) throws IOException {
        List<Path> real = new ArrayList<>();
        for (Path directory : directories) {
            if (Files.isDirectory(directory)) {
                real.add(directory.toRealPath());
            }
        }
        return real;
    }

    private static Path within(List<Path> allowed, String directory) {
        try {
            Path real = Path.of(directory).toRealPath();
            if (Files.isDirectory(real) && allowed.stream().anyMatch(real::startsWith)) {
                return real;
            }
        } catch (IOException | InvalidPathException e) {
            throw new SourceNotAllowed(directory, e); // does not tell what exists outside
        }
        throw new SourceNotAllowed(directory, null);
    }

    @Override
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(realPaths.navigableKeySet());
    }

    @Override
    public InputStream open(String name) throws IOException {
        Path file = realPaths.get(name);
        if (file == null) {
            throw new FileNotFoundException(name);
        }
        return budget.meter(Files.newInputStream(file), name, Files.size(file));
    }

    @Override
    public void close() {}
}
