/** Devices, threads, gradient mode and native memory of the tensor engine. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.bubblegram.engine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
