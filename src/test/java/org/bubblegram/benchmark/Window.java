package org.bubblegram.benchmark;

import java.time.Duration;

/** How long something is measured, and how long it runs before that. */
record Window(Duration warmUp, Duration length) {
    Window times(int factor) {
        return new Window(warmUp.multipliedBy(factor), length.multipliedBy(factor));
    }
}
