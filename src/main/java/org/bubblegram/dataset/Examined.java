package org.bubblegram.dataset;

import java.util.List;

/**
 * A sample whose picture was decoded.
 *
 * @param sha256 of the image file
 * @param warnings what was unusual about the file
 */
record Examined(Sample sample, String sha256, List<String> warnings) {}
