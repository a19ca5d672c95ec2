package org.bubblegram.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.Pixels;
import org.bubblegram.image.UnreadableImage;
import org.bubblegram.metrics.Scorer;
import org.bubblegram.storage.Buckets;
import org.bubblegram.storage.S3Prefix;
import org.bubblegram.storage.Sha256;

/** Reads an import from its source, one picture at a time, and finds what is wrong with it. */
public final class Importer {
    private final ImageDecoder decoder;
    private final ImportSettings settings;
    private final Supplier<Buckets> buckets;

    /** @param buckets asked for where a prefix is allowed */
    public Importer(ImageDecoder decoder, ImportSettings settings, Supplier<Buckets> buckets) {
        this.decoder = decoder;
        this.settings = settings;
        this.buckets = buckets;
    }

    /** Where the files of right samples go. */
    interface Keeper {
        /** @return the blob's key */
        String keep(int id, String image, byte[] bytes) throws IOException;
    }

    /**
     * Reads everything. Errors stand in the report; once there is one, no more pictures are kept.
     *
     * @throws InvalidDataset if the reading itself could not go on
     */
    Imported read(NewDataset request, ImportSource source, Keeper keeper) throws IOException {
        Findings findings = new Findings();
        try {
            if (source instanceof ImportSource.Rendered rendered) {
                return examine(new RenderedPictures(rendered.spec(), request, findings), request, keeper, findings);
            }
            try (SourceFiles files = open(source, findings)) {
                return examine(LabelledFiles.read(files, request, findings), request, keeper, findings);
            }
        } catch (LimitExceeded e) {
            findings.add(e.code(), String.valueOf(e.getMessage()));
            throw new InvalidDataset(findings.errors());
        }
    }

    private SourceFiles open(ImportSource source, Findings findings) throws IOException {
        if (source instanceof ImportSource.Archive archive) {
            return ZipFiles.open(archive.zip(), settings, findings);
        }
        if (source instanceof ImportSource.Bucket bucket) {
            S3Prefix prefix = BucketFiles.within(settings.prefixes(), bucket.address());
            return BucketFiles.open(buckets.get(), prefix, settings, findings);
        }
        return DirectoryFiles.open(((ImportSource.Directory) source).path(), settings, findings);
    }

    private Imported examine(Draft draft, NewDataset request, Keeper keeper, Findings findings) throws IOException {
        if (draft.count() == 0 && !findings.hasErrors()) {
            findings.add(FindingCode.NO_SAMPLES, "there is no image with a histogram");
        }
        List<Examined> samples = new ArrayList<>();
        for (int place = 0; place < draft.count(); place++) {
            Optional<Draft.Picture> picture = draft.picture(place);
            if (picture.isPresent()) {
                examine(picture.get(), samples.size(), keeper, findings).ifPresent(samples::add);
            }
        }
        return new Imported(
                draft.bins(),
                samples.stream().map(Examined::sample).toList(),
                Fingerprint.of(draft.bins(), request.basis(), samples),
                LabelDoctor.report(new Scorer(draft.bins(), request.basis()), samples, findings));
    }

    private Optional<Examined> examine(Draft.Picture picture, int id, Keeper keeper, Findings findings)
            throws IOException {
        Label label = picture.label();
        try {
            Pixels pixels = decoder.decode(picture.bytes());
            String blob = findings.hasErrors() ? "" : keeper.keep(id, label.image(), picture.bytes());
            Sample sample = new Sample(
                    id,
                    label.image(),
                    label.group(),
                    label.split(),
                    label.target(),
                    label.weight(),
                    label.pixelSize(),
                    blob,
                    pixels.width(),
                    pixels.height());
            return Optional.of(new Examined(sample, Sha256.of(picture.bytes()), pixels.warnings()));
        } catch (UnreadableImage e) {
            String message = "image '" + label.image() + "' cannot be read: " + e.getMessage();
            findings.add(FindingCode.of(e.reason()), message, label.image());
            return Optional.empty();
        }
    }
}
