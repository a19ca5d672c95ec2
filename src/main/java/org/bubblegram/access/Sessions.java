package org.bubblegram.access;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.bubblegram.storage.Sha256;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sign-ins of browsers, each by a random text that its cookie holds. They lie in the database, by their digests, so that
 * every process knows them and none can be read there.
 */
public final class Sessions {
    private static final int BYTES = 32;

    private final JdbcClient jdbc;
    private final AccessSettings settings;
    private final SecureRandom random;
    private final Clock clock;

    /**
     * A sign-in.
     *
     * @param text what the cookie holds
     */
    public record Session(String text, Instant expiresAt) {
        /** Without what opens: records end up in logs. */
        @Override
        public String toString() {
            return "Session[expiresAt=" + expiresAt + "]";
        }
    }

    Sessions(JdbcClient jdbc, AccessSettings settings, SecureRandom random, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Signs in. It ends with its time, with {@link #close}, and when its key is revoked, rotated or expired.
     *
     * @param latest when it ends at the latest
     */
    Session open(ApiKey key, Instant latest) {
        Instant now = clock.instant();
        jdbc.sql("delete from access_session where expires_at <= ?")
                .param(ApiKeyTable.at(now))
                .update();
        Session session =
                new Session(KeyText.hex(random, BYTES), earlier(latest, now.plus(settings.sessionLifetime())));
        jdbc.sql("insert into access_session (digest, key_id, expires_at) values (?, ?, ?)")
                .params(Sha256.of(session.text()), key.id(), ApiKeyTable.at(session.expiresAt()))
                .update();
        return session;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Signs out. */
    public void close(String session) {
        jdbc.sql("delete from access_session where digest = ?")
                .param(Sha256.of(session))
                .update();
    }

    /**
     * What a page has to send along with each change, as no page of another site can: it follows from the session, and the
     * session does not follow from it.
     */
    public static String csrfToken(String session) {
        return Sha256.of("csrf:" + session);
    }

    Optional<ApiKey> key(String session) {
        return jdbc.sql("""
                        select api_key.* from access_session
                        join api_key on api_key.id = access_session.key_id
                        where access_session.digest = ? and access_session.expires_at > ?
                        """)
                .params(Sha256.of(session), ApiKeyTable.at(clock.instant()))
                .query((row, index) -> ApiKeyTable.key(row))
                .optional();
    }

    void closeAll(String key) {
        jdbc.sql("delete from access_session where key_id = ?").param(key).update();
    }
}
