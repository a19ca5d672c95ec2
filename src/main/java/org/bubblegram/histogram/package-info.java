/** Bins with a unit, histograms over them and the numbers engineers read off them. Plain Java. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package org.bubblegram.histogram;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
