/** Durable training jobs: states, queue, events, recovery. Knows no HTTP. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "dataset",
            "engine",
            "evaluation",
            "histogram",
            "image",
            "loss",
            "metrics",
            "network",
            "registry",
            "storage",
            "training"
        })
package org.bubblegram.jobs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
