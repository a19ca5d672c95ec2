package org.bubblegram.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.Properties;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * What connections to PostgreSQL need and H2 does not know, so that an address is all there is to configure. What the
 * address or {@code spring.datasource.hikari} says goes first.
 */
final class PostgresDefaults implements BeanPostProcessor {
    private static final Map<String, String> PROPERTIES = Map.of(
            "ApplicationName", "bubblegram",
            "reWriteBatchedInserts", "true",
            "tcpKeepAlive", "true",
            "socketTimeout", "300"); // s: a server that is gone without a word must not hold a thread for ever

    /** One that adds a file to a version holds its row until the file is stored. */
    private static final String WAIT_FOR_LOCKS = "set lock_timeout = '60s'";

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool && isPostgres(pool)) {
            Properties properties = pool.getDataSourceProperties();
            PROPERTIES.forEach(properties::putIfAbsent);
            if (pool.getConnectionInitSql() == null) {
                pool.setConnectionInitSql(WAIT_FOR_LOCKS);
            }
        }
        return bean;
    }

    private static boolean isPostgres(HikariDataSource pool) {
        String address = pool.getJdbcUrl();
        return address != null && address.startsWith("jdbc:postgresql:");
    }
}
