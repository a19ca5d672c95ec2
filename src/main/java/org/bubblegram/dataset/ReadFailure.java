package org.bubblegram.dataset;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.zip.ZipException;

/** Why a file of an import cannot be read, in words that tell no path of the server. */
record ReadFailure(FindingCode code, String reason) {
    static ReadFailure of(IOException e) {
        if (e instanceof ZipException || e instanceof EOFException) {
            return new ReadFailure(FindingCode.ARCHIVE_DAMAGED, "the archive is damaged: " + e.getMessage());
        }
        if (e instanceof AccessDeniedException) {
            return new ReadFailure(FindingCode.FILE_UNREADABLE, "the service has no permission");
        }
        if (e instanceof FileSystemException failure) {
            String reason = Objects.requireNonNullElse(failure.getReason(), "it is no longer there");
            return new ReadFailure(FindingCode.FILE_UNREADABLE, reason);
        }
        return new ReadFailure(FindingCode.FILE_UNREADABLE, String.valueOf(e.getMessage()));
    }
}
