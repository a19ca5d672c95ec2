/** HTTP in, JSON out; decides nothing. One controller a resource. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "dataset",
            "engine",
            "evaluation",
            "histogram",
            "image",
            "jobs",
            "loss",
            "metrics",
            "network",
            "prediction",
            "registry",
            "rendering",
            "storage",
            "training"
        })
package org.bubblegram.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
