package org.bubblegram.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.bubblegram.LostAnswers;
import org.bubblegram.MigratedDatabase;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.ImageLimits;
import org.bubblegram.storage.Buckets;
import org.bubblegram.storage.DirectoryBlobStore;
import org.springframework.jdbc.core.JdbcTemplate;

/** Data sets over a new database and a folder for their images. */
record Store(Datasets datasets, DirectoryBlobStore blobs, MigratedDatabase database, LostAnswers transactions)
        implements AutoCloseable {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00.123456Z"), ZoneOffset.UTC);

    static Store in(Path folder, ImportSettings settings) throws IOException {
        MigratedDatabase database = MigratedDatabase.create();
        JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
        DirectoryBlobStore blobs = new DirectoryBlobStore(folder.resolve("blobs"), CLOCK);
        Importer importer = new Importer(
                new ImageDecoder(new ImageLimits(1 << 20, 2_000_000)), settings, () -> new Buckets(settings.s3()));
        LostAnswers transactions = new LostAnswers(database.transactions());
        return new Store(new Datasets(jdbc, transactions, blobs, importer, CLOCK), blobs, database, transactions);
    }

    int rows(String table) {
        return database.jdbc()
                .sql("select count(*) from " + table)
                .query(Integer.class)
                .single();
    }

    @Override
    public void close() {
        database.close();
    }
}
