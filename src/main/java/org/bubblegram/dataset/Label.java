package org.bubblegram.dataset;

import org.jspecify.annotations.Nullable;

/**
 * What labels say about an image.
 *
 * @param file where it stands, or null
 * @param line where in the file, or null
 */
record Label(
        String image,
        Target target,
        @Nullable String group,
        @Nullable Split split,
        double weight,
        @Nullable Double pixelSize,
        @Nullable String file,
        @Nullable Long line) {
    static Label of(String image, Target target, @Nullable String file, @Nullable Long line) {
        return new Label(image, target, null, null, 1, null, file, line);
    }

    Label withGroup(@Nullable String group) {
        return new Label(image, target, group, split, weight, pixelSize, file, line);
    }

    Label withSplit(@Nullable Split split) {
        return new Label(image, target, group, split, weight, pixelSize, file, line);
    }
}
