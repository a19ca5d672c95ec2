/** Bytes to pixels within limits, and pixels to the network's input: one path for training and serving. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.bubblegram.image;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
