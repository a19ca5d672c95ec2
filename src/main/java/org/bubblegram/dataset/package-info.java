/** Images with target histograms: import, label checks, splits. Durable. */
@NullMarked
@ApplicationModule(allowedDependencies = {"histogram", "image", "metrics", "rendering", "storage"})
package org.bubblegram.dataset;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
