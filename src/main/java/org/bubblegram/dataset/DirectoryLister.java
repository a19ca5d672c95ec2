package org.bubblegram.dataset;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the files below a directory; what may not or cannot be read there goes to the findings. */
final class DirectoryLister extends SimpleFileVisitor<Path> {
    private final Path top;
    private final List<Path> allowed;
    private final int maxFiles;
    private final Findings findings;
    private final NavigableMap<String, Path> realPaths = new TreeMap<>();

    /** @param allowed real paths of the directories that whatever is read must lie in */
    DirectoryLister(Path top, List<Path> allowed, int maxFiles, Findings findings) {
        this.top = top;
        this.allowed = allowed;
        this.maxFiles = maxFiles;
        this.findings = findings;
    }

    /** The files found, by their path below the directory. */
    NavigableMap<String, Path> realPaths() {
        return realPaths;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        boolean read = directory.equals(top) || (!SourceFiles.litter(name(directory)) && safe(directory));
        return read ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && !SourceFiles.litter(name(file))) {
            list(file);
        }
        if (realPaths.size() > maxFiles) {
            findings.add(FindingCode.TOO_MANY_FILES, "more than " + maxFiles + " files");
            return FileVisitResult.TERMINATE;
        }
        return FileVisitResult.CONTINUE;
    }

    private void list(Path file) {
        try {
            if (safe(file)) {
                realPaths.put(name(file), file.toRealPath());
            }
        } catch (IOException e) {
            unreadable(file, e);
        }
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) {
        if (failure instanceof FileSystemLoopException) {
            findings.add(FindingCode.UNSAFE_PATH, "'" + name(path) + "' is a link to where it lies", name(path));
        } else if (path.equals(top) || !SourceFiles.litter(name(path))) {
            unreadable(path, failure);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
        if (failure != null) {
            unreadable(directory, failure);
        }
        return FileVisitResult.CONTINUE;
    }

    private void unreadable(Path path, IOException failure) {
        String what = path.equals(top) ? "the directory" : "'" + name(path) + "'";
        ReadFailure why = ReadFailure.of(failure);
        findings.add(why.code(), what + " cannot be read: " + why.reason(), name(path));
    }

    private boolean safe(Path path) {
        try {
            Path real = path.toRealPath();
            if (allowed.stream().anyMatch(real::startsWith)) {
                return true;
            }
            String message = "'" + name(path) + "' is a link out of the allowed directories";
            findings.add(FindingCode.UNSAFE_PATH, message, name(path));
        } catch (IOException e) {
            unreadable(path, e);
        }
        return false;
    }

    private String name(Path path) {
        return top.relativize(path).toString().replace('\\', '/');
    }
}
