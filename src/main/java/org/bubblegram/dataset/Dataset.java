package org.bubblegram.dataset;

import java.time.Instant;
import java.util.UUID;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;

/**
 * A data set, whole and unchangeable once imported.
 *
 * @param name what requests call it; unique
 * @param samples how many
 * @param fingerprint SHA-256 over images, targets, groups, splits and weights: equal data, equal fingerprint
 * @param report what the label doctor found
 */
public record Dataset(
        UUID id,
        String name,
        SizeBins bins,
        Basis basis,
        int samples,
        String fingerprint,
        LabelReport report,
        Instant createdAt) {}
