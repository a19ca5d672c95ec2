package org.bubblegram.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bubblegram.MigratedDatabase;
import org.bubblegram.OnEachDatabase;
import org.bubblegram.jobs.SetClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class AuditLogTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final MigratedDatabase database = MigratedDatabase.create();
    private final SetClock clock = new SetClock(START);
    private final AuditLog log = new AuditLog(database.jdbc(), Duration.ofDays(30), clock);

    @AfterEach
    void close() {
        database.close();
    }

    private static Change change(String resource) {
        return new Change(Caller.LOCAL, "DELETE", null, resource, 204, "127.0.0.1", "r-1");
    }

    @Test
    void entriesAreListedNewestFirstByPage() {
        for (int i = 0; i < 3; i++) {
            log.add(change("/v1/datasets/" + i));
        }
        List<AuditEntry> first = log.newestFirst(null, 2);
        assertThat(first).extracting(AuditEntry::resource).containsExactly("/v1/datasets/2", "/v1/datasets/1");
        assertThat(log.newestFirst(first.get(1).id(), 2))
                .extracting(AuditEntry::resource)
                .containsExactly("/v1/datasets/0");
        assertThat(first.get(0).at()).isEqualTo(START);
        assertThat(first.get(0).callerName()).isEqualTo("local");
    }

    @Test
    void entriesGoWhenTheyAreOld() {
        log.add(change("/old"));
        clock.pass(Duration.ofDays(29));
        log.add(change("/younger"));
        clock.pass(Duration.ofDays(2));
        log.add(change("/new"));
        assertThat(log.newestFirst(null, 10)).extracting(AuditEntry::resource).containsExactly("/new", "/younger");
    }

    @Test
    void textsOfAnyLengthAndContentAreKeptAsFarAsThereIsRoom() {
        String tooLong = "/" + "x".repeat(600);
        log.add(change(tooLong));
        log.add(change("'); drop table audit_entry; --"));
        assertThat(log.newestFirst(null, 10))
                .extracting(AuditEntry::resource)
                .containsExactly("'); drop table audit_entry; --", tooLong.substring(0, 512));
    }
}
