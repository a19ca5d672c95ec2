/** Who may call: roles, API keys, sessions, rates, and the log of changes. Knows no HTTP. */
@NullMarked
@ApplicationModule(allowedDependencies = "storage")
package org.bubblegram.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
