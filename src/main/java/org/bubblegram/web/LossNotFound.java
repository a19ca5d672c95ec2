package org.bubblegram.web;

/** No loss has this type. */
final class LossNotFound extends RuntimeException {
    LossNotFound(String type) {
        super("there is no loss '" + type + "'");
    }
}
