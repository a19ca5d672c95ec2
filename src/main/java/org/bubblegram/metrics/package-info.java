/** How far predicted histograms are from the true ones: distances, errors of sizes, losses. Over plain arrays. */
@NullMarked
@ApplicationModule(allowedDependencies = {"histogram", "loss"})
package org.bubblegram.metrics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
