package org.bubblegram.dataset;

import java.nio.file.Path;
import org.bubblegram.rendering.RenderSpec;
import org.bubblegram.storage.S3Prefix;

/** Where the images and labels of an import come from. */
public sealed interface ImportSource {
    /** A ZIP file on local disk (an upload that was streamed there). */
    record Archive(Path zip) implements ImportSource {}

    /** A directory of the server, which must lie within the allowed ones. */
    record Directory(String path) implements ImportSource {}

    /** A prefix of a bucket, {@code s3://bucket/prefix}, which must lie within the allowed ones. */
    record Bucket(String address) implements ImportSource {}

    /** Pictures to be rendered. */
    record Rendered(RenderSpec spec) implements ImportSource {}

    /** A directory, or a prefix of a bucket where it begins with {@code s3://}. */
    static ImportSource at(String place) {
        return S3Prefix.isAddress(place) ? new Bucket(place) : new Directory(place);
    }
}
