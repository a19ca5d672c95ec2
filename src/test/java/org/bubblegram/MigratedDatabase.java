package org.bubblegram;

import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGConnectionPoolDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** A new database with all migrations: of H2, or of the kind that {@link OnEachDatabase} is at. */
public final class MigratedDatabase implements AutoCloseable {
    private static volatile Kind current = Kind.H2;

    private final JdbcConnectionPool pool;
    private final Runnable drop;

    /** Every database that the service runs on. */
    public enum Kind {
        H2,
        POSTGRESQL
    }

    private MigratedDatabase(JdbcConnectionPool pool, Runnable drop) {
        this.pool = pool;
        this.drop = drop;
        pool.setMaxConnections(20);
    }

    static void createFromNowOn(Kind kind) {
        current = kind;
    }

    /** What kind {@link #create} creates. */
    public static Kind kind() {
        return current;
    }

    public static MigratedDatabase create() {
        return current == Kind.H2 ? h2() : postgresql();
    }

    private static MigratedDatabase h2() {
        String address = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        JdbcConnectionPool pool = JdbcConnectionPool.create(
                address + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;LOCK_TIMEOUT=10000", "sa", "");
        Flyway.configure().dataSource(pool).load().migrate();
        return new MigratedDatabase(
                pool, () -> JdbcClient.create(pool).sql("shutdown").update());
    }

    private static MigratedDatabase postgresql() {
        String name = PostgresServer.newDatabase();
        var source = new PGConnectionPoolDataSource();
        source.setUrl(PostgresServer.url(name));
        source.setUser(PostgresServer.USER);
        return new MigratedDatabase(JdbcConnectionPool.create(source), () -> PostgresServer.drop(name));
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
        drop.run();
        pool.dispose();
    }
}
