package org.bubblegram.dataset;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.bubblegram.storage.Buckets;
import org.bubblegram.storage.S3Prefix;

/** The objects below a prefix of a bucket, as they were when they were listed. Only what lies within an allowed prefix is read. */
final class BucketFiles implements SourceFiles {
    private final Buckets buckets;
    private final S3Prefix top;
    private final ReadBudget budget;
    private final NavigableMap<String, Buckets.Listed> objects = new TreeMap<>();

    private BucketFiles(Buckets buckets, S3Prefix top, ReadBudget budget) {
        this.buckets = buckets;
        this.top = top;
        this.budget = budget;
    }

    /** The prefix that an address names. @throws SourceNotAllowed unless it lies within an allowed one */
    static S3Prefix within(List<S3Prefix> allowed, String address) {
        try {
            S3Prefix prefix = S3Prefix.parse(address);
            if (allowed.stream().anyMatch(prefix::isWithin)) {
                return prefix;
            }
        } catch (IllegalArgumentException e) {
            throw new SourceNotAllowed(address, e);
        }
        throw new SourceNotAllowed(address, null);
    }

    /** Lists a prefix. What cannot be read, and keys that other programs take for ways out of it, are errors and end the import. */
    static BucketFiles open(Buckets buckets, S3Prefix top, ImportSettings settings, Findings findings)
            throws IOException {
        BucketFiles files = new BucketFiles(buckets, top, new ReadBudget(settings));
        files.index(settings.maxFiles(), findings);
        findings.stopIfErrors();
        return files;
    }

    private void index(int maxFiles, Findings findings) throws IOException {
        try {
            List<Buckets.Listed> listed = buckets.list(top, maxFiles + 1L);
            if (listed.size() > maxFiles) {
                findings.add(FindingCode.TOO_MANY_FILES, "more than " + maxFiles + " objects");
            } else {
                listed.forEach(object -> index(object, findings));
            }
        } catch (FileSystemException e) {
            ReadFailure why = ReadFailure.of(e);
            findings.add(why.code(), "the prefix cannot be listed: " + why.reason());
        }
    }

    private void index(Buckets.Listed object, Findings findings) {
        String name = object.name();
        if (name.isEmpty() || name.endsWith("/")) {
            return; // what consoles make to show a folder
        }
        if (unsafe(name)) {
            findings.add(FindingCode.UNSAFE_PATH, "'" + name + "' leads out of the prefix", name);
        } else if (!SourceFiles.litter(name)) {
            objects.put(name, object);
        }
    }

    /** Stricter than elsewhere: clients and servers may tidy up the path of the address that a key becomes part of. */
    private static boolean unsafe(String name) {
        return SourceFiles.unsafe(name)
                || Arrays.stream(name.split("/")).anyMatch(part -> part.isEmpty() || part.equals("."));
    }

    @Override
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(objects.navigableKeySet());
    }

    @Override
    public InputStream open(String name) throws IOException {
        Buckets.Listed object = objects.get(name);
        if (object == null) {
            throw new FileNotFoundException(name);
        }
        return budget.meter(buckets.read(top, object), name, object.size());
    }

    @Override
    public void close() {}
}
