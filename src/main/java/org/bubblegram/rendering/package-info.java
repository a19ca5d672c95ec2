/** Photograph-like pictures of bubbles whose true sizes are known. */
@NullMarked
@ApplicationModule(allowedDependencies = {"image"})
package org.bubblegram.rendering;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
