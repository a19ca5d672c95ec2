package org.bubblegram.dataset;

import java.util.List;

/** An import that was refused whole; carries everything that is wrong with it. */
public final class InvalidDataset extends RuntimeException {
    private final List<LabelReport.Finding> errors;

    public InvalidDataset(List<LabelReport.Finding> errors) {
        super(errors.get(0).message());
        this.errors = List.copyOf(errors);
    }

    /** At least one. The first one's code is the code of the answer. */
    public List<LabelReport.Finding> errors() {
        return errors;
    }
}
