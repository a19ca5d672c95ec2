package org.bubblegram.storage;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Whether this process shares what it stores.
 *
 * @param exclusive whether no other process uses the same database and blobs. Only then was whatever is found in work at
 *     the start lost with a process that died, and belongs what no row names to nobody.
 */
public record StoreUse(boolean exclusive) {
    /**
     * As configured; otherwise true where both lie in this process's home: H2 in this process, whose files no other can
     * open, and a directory.
     */
    static StoreUse of(BlobSettings settings, DataSource dataSource) {
        Boolean exclusive = settings.exclusive();
        return new StoreUse(
                exclusive != null ? exclusive : settings.type() == BlobSettings.Type.DIRECTORY && isOwn(dataSource));
    }

    private static boolean isOwn(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            String url = String.valueOf(connection.getMetaData().getURL());
            return url.startsWith("jdbc:h2:") && !url.matches("jdbc:h2:(tcp|ssl):.*");
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not answer", e);
        }
    }
}
