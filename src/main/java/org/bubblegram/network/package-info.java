/** ResNet50 and the histogram head; their weights in and out as safetensors. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "storage"})
package org.bubblegram.network;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
