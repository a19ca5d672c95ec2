/** Loaded models that answer photographs with histograms. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "histogram", "image", "loss", "network", "registry", "storage"})
package org.bubblegram.prediction;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
