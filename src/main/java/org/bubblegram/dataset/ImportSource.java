package org.bubblegram.dataset;

import java.nio.file.Path;
import org.bubblegram.rendering.RenderSpec;

/** Where the images and labels of an import come from. */
public sealed interface ImportSource {
    /** A ZIP file on local disk (an upload that was streamed there). */
    record Archive(Path zip) implements ImportSource {}

    /** A directory of the server, which must lie within the allowed ones. */
    record Directory(String path) implements ImportSource {}

    /** Pictures to be rendered. */
    record Rendered(RenderSpec spec) implements ImportSource {}
}
