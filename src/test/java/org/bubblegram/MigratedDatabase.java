package org.bubblegram;

import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** A new H2 database with all migrations. */
public final class MigratedDatabase implements AutoCloseable {
    private final JdbcConnectionPool pool;

    private MigratedDatabase(String address) {
        pool = JdbcConnectionPool.create(
                address + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;LOCK_TIMEOUT=10000", "sa", "");
        pool.setMaxConnections(20);
        Flyway.configure().dataSource(pool).load().migrate();
    }

    public static MigratedDatabase inMemory() {
        return new MigratedDatabase("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    /** From now on whoever asks for a second connection while it holds one fails. */
    public void allowOneConnection() {
        pool.setMaxConnections(1);
        pool.setLoginTimeout(1);
    }

    public DataSource dataSource() {
        return pool;
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(pool);
    }

    public TransactionOperations transactions() {
        return new TransactionTemplate(new JdbcTransactionManager(pool));
    }

    @Override
    public void close() {
        jdbc().sql("shutdown").update();
        pool.dispose();
    }
}
