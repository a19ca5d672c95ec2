package org.bubblegram.dataset;

import java.util.Locale;
import org.bubblegram.dataset.LabelReport.Severity;
import org.bubblegram.image.UnreadableImage.Reason;

/** Everything an import may find, with its stable code. Errors refuse the import. */
enum FindingCode {
    // the source as a whole
    ARCHIVE_UNREADABLE(Severity.ERROR),
    ARCHIVE_DAMAGED(Severity.ERROR),
    ARCHIVE_TOO_LARGE(Severity.ERROR),
    TOO_MANY_FILES(Severity.ERROR),
    FILE_TOO_LARGE(Severity.ERROR),
    FILE_UNREADABLE(Severity.ERROR),
    SUSPICIOUS_COMPRESSION(Severity.ERROR),
    UNSAFE_PATH(Severity.ERROR),
    DUPLICATE_FILE(Severity.ERROR),
    RENDER_TOO_LARGE(Severity.ERROR),
    // labels
    LABELS_NOT_FOUND(Severity.ERROR),
    LABELS_AMBIGUOUS(Severity.ERROR),
    TABLE_UNREADABLE(Severity.ERROR),
    HEADER_UNREADABLE(Severity.ERROR),
    BINS_MISSING(Severity.ERROR),
    BINS_UNREADABLE(Severity.ERROR),
    UNIT_MISMATCH(Severity.ERROR),
    ROW_UNREADABLE(Severity.ERROR),
    ROW_DUPLICATE(Severity.ERROR),
    VALUE_NOT_A_NUMBER(Severity.ERROR),
    VALUE_NEGATIVE(Severity.ERROR),
    VALUE_NOT_POSITIVE(Severity.ERROR),
    WEIGHT_OUT_OF_RANGE(Severity.ERROR),
    ROW_ALL_ZERO(Severity.ERROR),
    ROW_ALL_UNKNOWN(Severity.ERROR),
    ROW_SUM(Severity.ERROR),
    NO_SIZE_IN_BINS(Severity.ERROR),
    NO_SAMPLES(Severity.ERROR),
    // images
    IMAGE_MISSING(Severity.ERROR),
    IMAGE_AMBIGUOUS(Severity.ERROR),
    LABEL_MISSING(Severity.ERROR),
    // images, one for each reason of UnreadableImage
    IMAGE_EMPTY(Severity.ERROR),
    IMAGE_UNSUPPORTED_FORMAT(Severity.ERROR),
    IMAGE_DAMAGED(Severity.ERROR),
    IMAGE_TOO_MANY_BYTES(Severity.ERROR),
    IMAGE_TOO_MANY_PIXELS(Severity.ERROR),
    // what was changed
    PERCENT_NORMALIZED(Severity.WARNING),
    COUNTS_NORMALIZED(Severity.WARNING),
    SIZES_OUTSIDE_BINS(Severity.WARNING),
    BINS_IGNORED(Severity.WARNING),
    // what is doubtful
    DUPLICATE_IMAGE(Severity.WARNING),
    DUPLICATE_DIFFERENT_LABELS(Severity.WARNING),
    DUPLICATE_ACROSS_GROUPS(Severity.WARNING),
    DUPLICATE_ACROSS_SPLITS(Severity.WARNING),
    GROUP_ACROSS_SPLITS(Severity.WARNING),
    GROUP_MISSING(Severity.WARNING),
    MIXED_DIMENSIONS(Severity.WARNING),
    BIN_EMPTY(Severity.WARNING),
    BIN_DOMINATES(Severity.WARNING),
    LABELS_HARDLY_VARY(Severity.WARNING),
    FEW_SAMPLES(Severity.WARNING),
    FEW_GROUPS(Severity.WARNING),
    // what is good to know
    LABELS_PREFERRED(Severity.NOTE),
    ROW_WITHOUT_SAMPLE(Severity.NOTE),
    UNKNOWN_CELLS(Severity.NOTE),
    NO_GROUPS(Severity.NOTE),
    IMAGE_UNUSUAL(Severity.NOTE);

    private final Severity severity;

    FindingCode(Severity severity) {
        this.severity = severity;
    }

    /** The code that predictions answer with for the same file. */
    static FindingCode of(Reason reason) {
        return valueOf(reason.code().toUpperCase(Locale.ROOT));
    }

    Severity severity() {
        return severity;
    }

    /** As in JSON, snake_case. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
