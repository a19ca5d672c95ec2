package org.bubblegram.web;

import java.util.List;
import org.bubblegram.dataset.SplitSpec;
import org.bubblegram.web.InvalidRequest.FieldError;

/** How much may be held out of training. */
final class HeldOut {
    private static final double MOST = 0.8;

    private HeldOut() {}

    /** Both fields, if the split leaves too little to learn from. */
    static List<FieldError> errors(SplitSpec split) {
        if (split.validation() + split.test() <= MOST) {
            return List.of();
        }
        String message = "together with the other must be at most " + MOST;
        return List.of(new FieldError("split.validation", message), new FieldError("split.test", message));
    }
}
