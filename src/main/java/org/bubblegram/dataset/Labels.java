package org.bubblegram.dataset;

import java.util.List;
import java.util.Set;
import org.bubblegram.histogram.SizeBins;

/**
 * All labels of an import, with the bins they are over.
 *
 * @param rows those that are right
 * @param named the images of all rows, also of wrong ones: they have a label, if a bad one
 */
record Labels(SizeBins bins, List<Label> rows, Set<String> named) {}
