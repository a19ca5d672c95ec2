/** Blobs by key, and files that are written whole or not at all. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.bubblegram.storage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
