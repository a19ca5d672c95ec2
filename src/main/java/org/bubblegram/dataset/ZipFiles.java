package org.bubblegram.dataset;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The files of a ZIP archive, read in place: nothing is unpacked to disk, so no name can lead out of a directory. */
final class ZipFiles implements SourceFiles {
    private static final Charset DOS = Charset.forName("IBM437");

    private final ZipFile zip;
    private final ReadBudget budget;
    private final SortedSet<String> names = new TreeSet<>();

    private ZipFiles(ZipFile zip, ReadBudget budget) {
        this.zip = zip;
        this.budget = budget;
    }

    /** Opens an archive. What is wrong with its directory goes to the findings; errors among them end the import. */
    static ZipFiles open(Path archive, ImportSettings settings, Findings findings) throws IOException {
        ZipFiles files = new ZipFiles(zip(archive, findings), new ReadBudget(settings));
        try {
            files.index(settings, findings);
            findings.stopIfErrors();
            return files;
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private static ZipFile zip(Path archive, Findings findings) throws IOException {
        try {
            return zip(archive);
        } catch (ZipException e) {
            findings.add(FindingCode.ARCHIVE_UNREADABLE, "the archive is no readable ZIP file: " + e.getMessage());
            throw new InvalidDataset(findings.errors());
        }
    }

    private static ZipFile zip(Path archive) throws IOException {
        try {
            return new ZipFile(archive.toFile());
        } catch (ZipException e) {
            return withDosNames(archive, e);
        }
    }

    /** Names that are marked as UTF-8 stay UTF-8; the others are in the code page that the ZIP format began with. */
    private static ZipFile withDosNames(Path archive, ZipException asUtf8) throws IOException {
        try {
            return new ZipFile(archive.toFile(), DOS);
        } catch (ZipException e) {
            asUtf8.addSuppressed(e);
            throw asUtf8;
        }
    }

    private void index(ImportSettings settings, Findings findings) {
        if (zip.size() > settings.maxFiles()) {
            findings.add(FindingCode.TOO_MANY_FILES, zip.size() + " files; at most " + settings.maxFiles());
            return;
        }
        Set<String> seen = new HashSet<>();
        zip.stream().forEach(entry -> {
            String name = entry.getName();
            if (SourceFiles.unsafe(name)) {
                findings.add(FindingCode.UNSAFE_PATH, "'" + name + "' leads out of the archive", name);
            } else if (!seen.add(name)) {
                findings.add(FindingCode.DUPLICATE_FILE, "'" + name + "' is in the archive twice", name);
            } else if (!entry.isDirectory() && !SourceFiles.litter(name)) {
                names.add(name);
            }
        });
    }

    @Override
    public SortedSet<String> names() {
        return names;
    }

    @Override
    public InputStream open(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new FileNotFoundException(name);
        }
        return budget.meter(new ChecksummedEntry(zip.getInputStream(entry), entry), name, entry.getCompressedSize());
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
