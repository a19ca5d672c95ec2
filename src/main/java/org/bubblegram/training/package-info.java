/** The training loop, its optimizer, checkpoints and stopping. Knows nothing of jobs, HTTP or the registry. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"dataset", "engine", "histogram", "image", "loss", "metrics", "network", "storage"})
package org.bubblegram.training;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
