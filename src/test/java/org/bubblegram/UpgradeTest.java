package org.bubblegram;

import java.nio.file.Path;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** On the embedded database and a directory. */
class UpgradeTest extends UpgradeContract {
    @DynamicPropertySource
    static void earlierRelease(DynamicPropertyRegistry registry) {
        Path folder = home;
        registry.add("spring.datasource.url", () -> {
            var database = new JdbcDataSource();
            database.setURL("jdbc:h2:" + folder
                    + "/db/bubblegram;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH");
            database.setUser("sa");
            if (folder.resolve("db").toFile().mkdir()) { // a property may be asked for more than once
                EarlierRelease.restore(database, folder.resolve("blobs"));
            }
            return database.getURL();
        });
    }
}
