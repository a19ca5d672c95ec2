package org.bubblegram.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bubblegram.storage.BlobStore;
import org.bubblegram.storage.Commit;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.storage.CreationKeyReused;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/** The data sets of this installation. An import is all or nothing. */
public final class Datasets {
    private static final String FOLDER = "datasets/";
    private static final Pattern IMAGE = Pattern.compile(FOLDER + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/");

    private final DatasetTable table;
    private final BlobStore blobs;
    private final Importer importer;
    private final Clock clock;

    public Datasets(
            JdbcOperations jdbc, TransactionOperations transactions, BlobStore blobs, Importer importer, Clock clock) {
        this.table = new DatasetTable(jdbc, transactions);
        this.blobs = blobs;
        this.importer = importer;
        this.clock = clock;
    }

    /**
     * Imports from a source.
     *
     * @throws InvalidDataset if anything is wrong with it; nothing is kept then
     * @throws DatasetExists if the name is taken (unless the same creation key made it: then that one is answered)
     * @throws CreationKeyReused if the creation key came before with another request
     * @throws SourceNotAllowed if a directory or prefix may not be read
     */
    public Dataset create(NewDataset request, ImportSource source) throws IOException {
        Optional<Dataset> before = createdBefore(request.creationKey());
        if (before.isPresent()) {
            return before.get();
        }
        if (find(request.name()).isPresent()) { // perhaps made with this key since the look before
            return createdBefore(request.creationKey()).orElseThrow(() -> new DatasetExists(request.name()));
        }
        return importNew(request, source);
    }

    private Optional<Dataset> createdBefore(@Nullable CreationKey key) {
        if (key == null) {
            return Optional.empty();
        }
        Optional<DatasetTable.Created> created = table.findCreated(key.key());
        if (created.isPresent() && !key.equals(created.get().key())) {
            throw new CreationKeyReused(key.key());
        }
        return created.map(DatasetTable.Created::dataset);
    }

    private Dataset importNew(NewDataset request, ImportSource source) throws IOException {
        UUID id = UUID.randomUUID();
        Commit commit = table.commit();
        try {
            Imported imported =
                    importer.read(request, source, (sample, image, bytes) -> keep(id, sample, image, bytes));
            if (!imported.report().errors().isEmpty()) {
                throw new InvalidDataset(imported.report().errors());
            }
            Dataset dataset = dataset(id, request, imported);
            return commit.of(() -> table.insert(dataset, request.creationKey(), imported.samples()));
        } catch (DuplicateKeyException e) { // another create was faster
            return createdBefore(request.creationKey()).orElseThrow(() -> new DatasetExists(request.name()));
        } finally {
            if (!commit.mayBeDone()) {
                blobs.delete(folder(id));
            }
        }
    }

    private String keep(UUID dataset, int sample, String image, byte[] bytes) throws IOException {
        String extension = ImageFiles.extension(image);
        String blob = folder(dataset) + sample + (extension.matches("[a-z0-9]{1,5}") ? "." + extension : "");
        blobs.write(blob, out -> out.write(bytes));
        return blob;
    }

    private Dataset dataset(UUID id, NewDataset request, Imported imported) {
        return new Dataset(
                id,
                request.name(),
                imported.bins(),
                request.basis(),
                imported.samples().size(),
                imported.fingerprint(),
                imported.report(),
                clock.instant().truncatedTo(ChronoUnit.MICROS)); // as databases keep it
    }

    /**
     * Removes images that no data set has: a process that is killed while it imports leaves them. Only for when nothing
     * imports, in this process or another that shares the store, for images come before their data set.
     */
    public void sweep() throws IOException {
        for (String folder : orphans()) {
            blobs.delete(folder);
        }
    }

    /** Folders of images that no data set has: of some that are just being imported too. */
    public Set<String> orphans() throws IOException {
        Set<String> folders = new TreeSet<>();
        for (String blob : blobs.list(FOLDER)) {
            Matcher matcher = IMAGE.matcher(blob);
            if (matcher.lookingAt()) {
                folders.add(matcher.group());
            }
        }
        if (!folders.isEmpty()) {
            table.ids().forEach(id -> folders.remove(folder(id)));
        }
        return folders;
    }

    private static String folder(UUID dataset) {
        return FOLDER + dataset + "/";
    }

    /** The report that create would give, with errors among its findings; nothing is kept. */
    public LabelReport check(NewDataset request, ImportSource source) throws IOException {
        try {
            return importer.read(request, source, (sample, image, bytes) -> "").report();
        } catch (InvalidDataset e) {
            return LabelReport.of(e.errors());
        }
    }

    public Optional<Dataset> find(String name) {
        return NewDataset.isName(name) ? table.find(name) : Optional.empty();
    }

    public long count() {
        return table.count();
    }

    /** By name, those after a given one. */
    public List<Dataset> list(@Nullable String after, int limit) {
        return table.list(after == null ? "" : after, limit);
    }

    /** Samples in order of id, those after a given one (-1 for the first page). */
    public List<Sample> samples(Dataset dataset, int after, int limit) {
        return table.samples(dataset.id(), after, limit);
    }

    public List<Sample> samples(Dataset dataset) {
        return samples(dataset, -1, Integer.MAX_VALUE);
    }

    /** The image file as it was imported. */
    public InputStream image(Sample sample) throws IOException {
        return blobs.read(sample.blob());
    }

    /** Removes a data set and its images; false where there was none. */
    public boolean delete(String name) throws IOException {
        Optional<Dataset> dataset = find(name);
        if (dataset.isEmpty() || !table.delete(dataset.get().id())) {
            return false;
        }
        blobs.delete(folder(dataset.get().id()));
        return true;
    }
}
