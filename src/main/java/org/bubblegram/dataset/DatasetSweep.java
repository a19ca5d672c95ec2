package org.bubblegram.dataset;

import java.io.IOException;
import org.bubblegram.storage.StoreUse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Sweeps before the service answers, when nothing imports: but only where no other process uses the same stores, for one that
 * starts would remove what another one imports.
 */
final class DatasetSweep implements SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(DatasetSweep.class);

    private final StoreUse use;
    private final Datasets datasets;

    DatasetSweep(StoreUse use, Datasets datasets) {
        this.use = use;
        this.datasets = datasets;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!use.exclusive()) {
            return;
        }
        try {
            datasets.sweep();
        } catch (IOException e) {
            log.warn("Images that a killed import left could not be removed; they only take space", e);
        }
    }
}
