package org.bubblegram.dataset;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** The files below a directory of the server. Only what really lies within an allowed directory is read. */
final class DirectoryFiles implements SourceFiles {
    private final ReadBudget budget;
    private final NavigableMap<String, Path> realPaths = new TreeMap<>();

    private DirectoryFiles(ReadBudget budget) {
        this.budget = budget;
    }

    /** Lists a directory. Links that lead out of the allowed directories are errors and end the import. */
    static DirectoryFiles open(String directory, ImportSettings settings, Findings findings) throws IOException {
        List<Path> allowed = realPaths(settings.allowed());
        Path top = within(allowed, directory);
        DirectoryFiles files = new DirectoryFiles(new ReadBudget(settings));
        Files.walkFileTree(
                top,
                EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                Integer.MAX_VALUE,
                files.new Lister(top, allowed, settings.maxFiles(), findings));
        findings.stopIfErrors();
        return files;
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

    private final class Lister extends SimpleFileVisitor<Path> {
        private final Path top;
        private final List<Path> allowed;
        private final int maxFiles;
        private final Findings findings;

        Lister(Path top, List<Path> allowed, int maxFiles, Findings findings) {
            this.top = top;
            this.allowed = allowed;
            this.maxFiles = maxFiles;
            this.findings = findings;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            boolean read = directory.equals(top) || (!SourceFiles.litter(name(directory)) && safe(directory));
            return read ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isRegularFile() && !SourceFiles.litter(name(file)) && safe(file)) {
                realPaths.put(name(file), file.toRealPath());
            }
            if (realPaths.size() > maxFiles) {
                findings.add(FindingCode.TOO_MANY_FILES, "more than " + maxFiles + " files");
                return FileVisitResult.TERMINATE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
            if (failure instanceof FileSystemLoopException) {
                findings.add(FindingCode.UNSAFE_PATH, "'" + name(path) + "' is a link to where it lies", name(path));
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        private boolean safe(Path path) throws IOException {
            Path real = path.toRealPath();
            boolean safe = allowed.stream().anyMatch(real::startsWith);
            if (!safe) {
                String message = "'" + name(path) + "' is a link out of the allowed directories";
                findings.add(FindingCode.UNSAFE_PATH, message, name(path));
            }
            return safe;
        }

        private String name(Path path) {
            return top.relativize(path).toString().replace('\\', '/');
        }
    }
}
