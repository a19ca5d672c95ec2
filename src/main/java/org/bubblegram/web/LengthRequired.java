package org.bubblegram.web;

/** An upload that does not say how long it is, by a caller who may not send everything. */
final class LengthRequired extends RuntimeException {
    LengthRequired() {
        super("this key's uploads are limited in size, so they need a Content-Length");
    }
}
