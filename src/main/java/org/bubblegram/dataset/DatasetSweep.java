package org.bubblegram.dataset;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Sweeps before the service answers, when nothing imports: but only over H2 in this process, whose file no other process
 * can have open. Another database may be shared, and one that starts would remove what another one imports.
 */
final class DatasetSweep implements SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(DatasetSweep.class);

    private final DataSource dataSource;
    private final Datasets datasets;

    DatasetSweep(DataSource dataSource, Datasets datasets) {
        this.dataSource = dataSource;
        this.datasets = datasets;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (!ownDatabase()) {
            return;
        }
        try {
            datasets.sweep();
        } catch (IOException e) {
            log.warn("Images that a killed import left could not be removed; they only take space", e);
        }
    }

    private boolean ownDatabase() {
        try (Connection connection = dataSource.getConnection()) {
            String url = String.valueOf(connection.getMetaData().getURL());
            return url.startsWith("jdbc:h2:") && !url.matches("jdbc:h2:(tcp|ssl):.*");
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not answer", e);
        }
    }
}
