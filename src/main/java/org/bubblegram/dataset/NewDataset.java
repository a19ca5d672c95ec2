package org.bubblegram.dataset;

import java.util.regex.Pattern;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.storage.CreationKey;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says about a data set to be imported.
 *
 * @param name 1 to 64 of {@code a-z 0-9 . _ -}, starting with a letter or digit
 * @param basis what fractions count, number by default
 * @param bins for objects.csv and rendered pictures: the bins their sizes are sorted into; labels.csv has its own
 * @param creationKey the caller's Idempotency-Key joined with a digest of the request, or null
 */
public record NewDataset(
        String name,
        Basis basis,
        @Nullable SizeBins bins,
        @Nullable CreationKey creationKey) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** @throws InvalidName if the name is none */
    public NewDataset {
        if (!isName(name)) {
            throw new InvalidName(name);
        }
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
