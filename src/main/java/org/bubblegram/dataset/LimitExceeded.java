package org.bubblegram.dataset;

import java.io.IOException;

/** A source that holds more than an import may read. */
final class LimitExceeded extends IOException {
    private final FindingCode code;

    LimitExceeded(FindingCode code, String message) {
        super(message);
        this.code = code;
    }

    FindingCode code() {
        return code;
    }
}
