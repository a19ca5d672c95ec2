/** Meters and health. Nothing depends on it. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"dataset", "engine", "histogram", "jobs", "prediction", "storage", "training"})
package org.bubblegram.monitoring;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
