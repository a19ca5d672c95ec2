/** ResNet50 and the histogram head; their weights in (safetensors) and out (safetensors, ONNX). */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine", "storage"})
package org.bubblegram.network;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
