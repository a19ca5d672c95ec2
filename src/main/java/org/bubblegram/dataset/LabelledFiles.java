package org.bubblegram.dataset;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipException;
import org.bubblegram.histogram.SizeBins;
import org.jspecify.annotations.Nullable;

/** Pictures and their labels as files that lie together. */
final class LabelledFiles implements Draft {
    private final SourceFiles files;
    private final Findings findings;
    private final SizeBins bins;
    private final List<Labelled> labelled = new ArrayList<>();

    private record Labelled(Label label, String file) {}

    private LabelledFiles(SourceFiles files, Labels labels, String folder, Findings findings) {
        this.files = files;
        this.findings = findings;
        this.bins = labels.bins();
        ImageFiles images = new ImageFiles(files, folder);
        for (Label label : labels.rows()) {
            images.find(label, findings).ifPresent(file -> labelled.add(new Labelled(label, file)));
        }
        labels.named().forEach(images::use);
        for (String file : images.unused()) {
            findings.add(FindingCode.LABEL_MISSING, "image '" + file + "' has no label", file);
        }
    }

    /** Reads the labels and finds their images; ends the import where there are no labels to read. */
    static LabelledFiles read(SourceFiles files, NewDataset request, Findings findings) throws IOException {
        Optional<String> labels = find(files, "labels.csv", findings);
        Optional<String> objects = find(files, "objects.csv", findings);
        if (labels.isEmpty() && objects.isEmpty()) {
            findings.add(FindingCode.LABELS_NOT_FOUND, "there is neither a labels.csv nor an objects.csv");
        }
        findings.stopIfErrors();
        if (labels.isPresent() && objects.isPresent()) {
            String message = "labels.csv and objects.csv are both there; histograms and bins come from labels.csv";
            findings.add(FindingCode.LABELS_PREFERRED, message, objects.get());
        }
        String table = labels.or(() -> objects).orElseThrow();
        CsvFile file = new CsvFile(files, table, findings);
        String folder = table.substring(0, table.lastIndexOf('/') + 1);
        Labels read = labels.isPresent() ? LabelsCsv.read(file) : ObjectsCsv.read(file, request);
        warnOfIgnoredBins(request, read, file);
        return new LabelledFiles(files, withSideTables(read, files, folder, findings), folder, findings);
    }

    private static void warnOfIgnoredBins(NewDataset request, Labels read, CsvFile file) {
        SizeBins asked = request.bins();
        if (asked != null && !asked.equals(read.bins())) {
            String message = "the bins of the request, " + asked + ", are ignored: " + file.name() + " has its own, "
                    + read.bins();
            file.findings().add(FindingCode.BINS_IGNORED, message, file.name());
        }
    }

    /** The file of that name that lies highest. */
    private static Optional<String> find(SourceFiles files, String name, Findings findings) {
        List<String> named = files.names().stream()
                .filter(file -> file.equals(name) || file.endsWith("/" + name))
                .toList();
        long depth = named.stream().mapToLong(LabelledFiles::depth).min().orElse(0);
        List<String> highest =
                named.stream().filter(file -> depth(file) == depth).toList();
        if (highest.size() > 1) {
            findings.add(FindingCode.LABELS_AMBIGUOUS, "there is more than one " + name + ": " + highest);
        }
        return highest.stream().findFirst();
    }

    private static long depth(String file) {
        return file.chars().filter(c -> c == '/').count();
    }

    private static Labels withSideTables(Labels labels, SourceFiles files, String folder, Findings findings)
            throws IOException {
        List<Label> rows = labels.rows();
        if (files.names().contains(folder + "groups.csv") && rows.stream().allMatch(row -> row.group() == null)) {
            Map<String, String> groups = SideTable.read(new CsvFile(files, folder + "groups.csv", findings), "group");
            noteOthers(groups, rows, folder + "groups.csv", findings);
            rows = rows.stream()
                    .map(row -> row.withGroup(groups.get(row.image())))
                    .toList();
        }
        if (files.names().contains(folder + "split.csv") && rows.stream().allMatch(row -> row.split() == null)) {
            Map<String, String> splits = SideTable.read(new CsvFile(files, folder + "split.csv", findings), "split");
            noteOthers(splits, rows, folder + "split.csv", findings);
            rows = rows.stream()
                    .map(row -> row.withSplit(split(splits, row, folder, findings)))
                    .toList();
        }
        return new Labels(labels.bins(), rows, labels.named());
    }

    private static @Nullable Split split(Map<String, String> splits, Label row, String folder, Findings findings) {
        String key = splits.get(row.image());
        Optional<Split> split = Optional.ofNullable(key).flatMap(Split::parse);
        if (key != null && split.isEmpty()) {
            String message = "split.csv: '" + key + "' of '" + row.image() + "' is not train, validation or test";
            findings.add(FindingCode.ROW_UNREADABLE, message, folder + "split.csv");
        }
        return split.orElse(null);
    }

    private static void noteOthers(Map<String, String> values, List<Label> rows, String file, Findings findings) {
        Set<String> others = new HashSet<>(values.keySet());
        rows.forEach(row -> others.remove(row.image()));
        if (!others.isEmpty()) {
            String message = others.size() + " rows of " + file + " name images without histogram";
            findings.add(FindingCode.ROW_WITHOUT_SAMPLE, message, file);
        }
    }

    @Override
    public SizeBins bins() {
        return bins;
    }

    @Override
    public int count() {
        return labelled.size();
    }

    @Override
    public Optional<Picture> picture(int place) throws IOException {
        Labelled it = labelled.get(place);
        try (InputStream in = files.open(it.file)) {
            return Optional.of(new Picture(it.label, in.readAllBytes()));
        } catch (ZipException | EOFException | FileSystemException | FileNotFoundException e) {
            ReadFailure why = ReadFailure.of(e);
            findings.add(why.code(), "image '" + it.file + "' cannot be read: " + why.reason(), it.file);
            return Optional.empty();
        }
    }
}
