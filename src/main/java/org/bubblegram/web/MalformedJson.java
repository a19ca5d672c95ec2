package org.bubblegram.web;

/** A body that is no JSON object. */
final class MalformedJson extends RuntimeException {
    MalformedJson(String message, int line, int column) {
        super(message + " at line " + line + ", column " + column);
    }
}
