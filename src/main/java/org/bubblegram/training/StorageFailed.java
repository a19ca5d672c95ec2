package org.bubblegram.training;

import org.bubblegram.storage.BlobNotFound;

/** Something could not be read or written: a disk is full, or a store is not there. */
public final class StorageFailed extends TrainingFailure {
    private final boolean mayPass;

    /**
     * @param work what could not be done
     * @param cause an {@link java.io.IOException}, checked or not
     */
    public StorageFailed(String work, Exception cause) {
        super("storage_failed", work + " could not read or write: " + cause);
        initCause(cause);
        // what is not there will not come back
        this.mayPass = !(cause instanceof BlobNotFound || cause.getCause() instanceof BlobNotFound);
    }

    @Override
    public boolean mayPass() {
        return mayPass;
    }
}
