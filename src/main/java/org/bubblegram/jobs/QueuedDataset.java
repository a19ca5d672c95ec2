package org.bubblegram.jobs;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.DatasetNotFound;

/** The data set that a job was created for: not another one that has its name by now. */
record QueuedDataset(String name, UUID id) {
    /** @throws DatasetNotFound if it was deleted */
    Dataset in(Function<String, Optional<Dataset>> datasets) {
        return datasets.apply(name)
                .filter(dataset -> dataset.id().equals(id))
                .orElseThrow(() -> new DatasetNotFound(name));
    }
}
