/** Distances between histograms, over plain arrays. */
@NullMarked
@ApplicationModule(allowedDependencies = {"histogram"})
package org.bubblegram.metrics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
