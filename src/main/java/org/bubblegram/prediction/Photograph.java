package org.bubblegram.prediction;

import java.io.IOException;

/** An image file that is read when its turn comes, so that a long request never lies in memory whole. */
@FunctionalInterface
public interface Photograph {
    byte[] bytes() throws IOException;
}
