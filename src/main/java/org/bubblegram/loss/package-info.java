/** Logits and targets in, one loss a sample out, and the activation that belongs to each loss. */
@NullMarked
@ApplicationModule(allowedDependencies = {"engine"})
package org.bubblegram.loss;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
