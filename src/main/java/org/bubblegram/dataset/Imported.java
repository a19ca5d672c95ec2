package org.bubblegram.dataset;

import java.util.List;
import org.bubblegram.histogram.SizeBins;

/** What an import read. Its report may hold errors; then nothing of it may be kept. */
record Imported(SizeBins bins, List<Sample> samples, String fingerprint, LabelReport report) {}
