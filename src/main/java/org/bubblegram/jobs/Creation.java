package org.bubblegram.jobs;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.DatasetNotFound;
import org.springframework.dao.DuplicateKeyException;

/**
 * How jobs of a kind come into being: what must hold of a request before it is queued, and that it is queued once.
 *
 * @param <S> the spec of such jobs
 * @param datasets finds a data set by name
 * @param spec fills in the installation's defaults, or throws where the spec asks for what is not there
 */
record Creation<S>(Function<String, Optional<Dataset>> datasets, BiFunction<Dataset, S, S> spec) {
    /**
     * Answers what the request's creation key has made, else checks the request and queues a job.
     *
     * @param earlier looks for what the key has made
     * @param queue makes the job, with the spec as it will run; refused by the database where the key is there already
     * @throws DatasetNotFound if the data set does not exist
     */
    <J> J create(String dataset, S asked, Supplier<Optional<J>> earlier, BiFunction<Dataset, S, J> queue) {
        Optional<J> made = earlier.get();
        if (made.isPresent()) {
            return made.get();
        }
        Dataset found = datasets.apply(dataset).orElseThrow(() -> new DatasetNotFound(dataset));
        S resolved = spec.apply(found, asked);
        try {
            return queue.apply(found, resolved);
        } catch (DuplicateKeyException e) { // the same key came twice at the same time
            return earlier.get().orElseThrow(() -> e);
        }
    }
}
