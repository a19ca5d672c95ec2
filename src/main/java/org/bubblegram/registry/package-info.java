/** Which models, versions and aliases exist, and the files of a version. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "evaluation", "histogram", "image", "loss", "network", "storage"})
package org.bubblegram.registry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
