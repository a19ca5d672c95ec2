/** With an empty store: renders a data set, trains a model on it and says how to try it. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "dataset",
            "evaluation",
            "histogram",
            "jobs",
            "metrics",
            "registry",
            "rendering",
            "storage",
            "training"
        })
package org.bubblegram.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
