package org.bubblegram.image;

/** A JPEG file that {@link ReducedJpeg} leaves to the complete decoder, which says whether it is damaged. */
final class IrregularJpeg extends Exception {
    IrregularJpeg(String message) {
        super(message, null, false, false); // thrown for every progressive picture: no stack trace is worth its time
    }
}
