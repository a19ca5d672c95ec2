package org.bubblegram.dataset;

import java.io.IOException;
import java.util.Optional;
import org.bubblegram.histogram.SizeBins;

/** An import before its pictures were looked at; each is read or made when it is asked for, and not kept. */
interface Draft {
    SizeBins bins();

    /** How many pictures there are to ask for. */
    int count();

    /** The picture at a place from 0, or nothing where it cannot be had; why stands among the findings then. */
    Optional<Picture> picture(int place) throws IOException;

    /** @param bytes the encoded file, owned by this value */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
    record Picture(Label label, byte[] bytes) {}
}
