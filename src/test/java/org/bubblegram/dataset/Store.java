package org.bubblegram.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.ImageLimits;
import org.bubblegram.storage.DirectoryBlobStore;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Data sets over a new database in memory and a folder for their images. */
record Store(Datasets datasets, DirectoryBlobStore blobs, JdbcTemplate jdbc) {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00.123456Z"), ZoneOffset.UTC);

    static Store in(Path folder, ImportSettings settings) throws IOException {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DB_CLOSE_DELAY=-1");
        Flyway.configure().dataSource(source).target("1").load().migrate();
        JdbcTemplate jdbc = new JdbcTemplate(source);
        DirectoryBlobStore blobs = new DirectoryBlobStore(folder.resolve("blobs"), CLOCK);
        Importer importer = new Importer(new ImageDecoder(new ImageLimits(1 << 20, 2_000_000)), settings);
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(source));
        return new Store(new Datasets(jdbc, transactions, blobs, importer, CLOCK), blobs, jdbc);
    }

    int rows(String table) {
        return jdbc.queryForObject("select count(*) from " + table, Integer.class);
    }
}
