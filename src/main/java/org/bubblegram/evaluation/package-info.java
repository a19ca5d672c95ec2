/**
 * One pass over a data set: per-sample losses, every metric, the constant answer beside them. And losses compared by it.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"dataset", "engine", "histogram", "loss", "metrics"})
package org.bubblegram.evaluation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
