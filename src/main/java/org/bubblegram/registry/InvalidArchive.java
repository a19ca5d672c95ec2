package org.bubblegram.registry;

/** An archive of a version that is not taken in; nothing of it was kept. */
public final class InvalidArchive extends RuntimeException {
    /** What is wrong. */
    public enum Reason {
        /** No ZIP file, or a damaged one. */
        UNREADABLE("archive_unreadable"),
        /** A file that every version has is not there. */
        INCOMPLETE("archive_incomplete"),
        /** A file that no version has, or one that is there twice. */
        UNEXPECTED_FILE("archive_unexpected_file"),
        FILE_TOO_LARGE("archive_file_too_large"),
        /** A file that is not the one that was exported. */
        CHECKSUM_MISMATCH("archive_checksum_mismatch"),
        CARD_INVALID("model_card_invalid"),
        WEIGHTS_INVALID("model_weights_invalid"),
        GOLDEN_INVALID("golden_vectors_invalid"),
        /** The weights do not answer as they did where they were exported. */
        NOT_REPRODUCED("model_not_reproduced");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** Stable. */
        public String code() {
            return code;
        }
    }

    private final Reason reason;
    private final String file;

    /** @param file of the archive; {@link VersionImport#ARCHIVE} for the archive itself */
    InvalidArchive(Reason reason, String file, String message) {
        super(message);
        this.reason = reason;
        this.file = file;
    }

    public Reason reason() {
        return reason;
    }

    /** The file that is wrong, or {@link VersionImport#ARCHIVE}. */
    public String file() {
        return file;
    }
}
