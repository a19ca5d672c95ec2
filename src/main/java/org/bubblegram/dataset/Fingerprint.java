package org.bubblegram.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.storage.Sha256;

/** Names the content of a data set, whatever the order of its samples. */
final class Fingerprint {
    private Fingerprint() {}

    /** SHA-256 over bins, basis and, sorted, of each sample image name, content, target, group, split and weight. */
    static String of(SizeBins bins, Basis basis, List<Examined> samples) {
        String lines = samples.stream().map(Fingerprint::line).sorted().collect(Collectors.joining("\n"));
        return Sha256.of(bins + "\n" + basis.key() + "\n" + lines);
    }

    private static String line(Examined examined) {
        Sample sample = examined.sample();
        String target = Arrays.stream(sample.target().fractions())
                .mapToObj(fraction -> Double.isNaN(fraction) ? "?" : digits(fraction))
                .collect(Collectors.joining(","));
        return String.join(
                "\t",
                sample.image(),
                examined.sha256(),
                target,
                Objects.requireNonNullElse(sample.group(), ""),
                sample.split() == null ? "" : sample.split().key(),
                digits(sample.weight()));
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
