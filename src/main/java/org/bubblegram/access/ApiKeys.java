package org.bubblegram.access;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.bubblegram.access.ApiKeyTable.Stored;
import org.bubblegram.access.Sessions.Session;
import org.jspecify.annotations.Nullable;

/** The keys that open the service. Each is looked up whenever it is presented, so a revoked one is shut at once. */
public final class ApiKeys {
    private static final Duration USE_TO = Duration.ofMinutes(1);

    private final ApiKeyTable table;
    private final Sessions sessions;
    private final AccessSettings settings;
    private final SecureRandom random;
    private final Clock clock;

    ApiKeys(ApiKeyTable table, Sessions sessions, AccessSettings settings, SecureRandom random, Clock clock) {
        this.table = table;
        this.sessions = sessions;
        this.settings = settings;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Stores a key that the operator chose. One that is known stays as it is: rotated or revoked, no restart brings its old
     * secret back.
     */
    void admit(BootstrapKey chosen) {
        NewApiKey key = new NewApiKey(
                chosen.name(), Caller.DEFAULT_TENANT, EnumSet.of(chosen.role()), Allowance.CONFIGURED, null);
        table.insert(chosen.text(), key, clock.instant());
    }

    /** Whether there ever was a key that may make others. One that has expired counts: it must not open the doors. */
    public boolean anyAdmin() {
        return table.anyAdmin();
    }

    /** Makes a key. */
    public IssuedKey create(NewApiKey key) {
        KeyText text = KeyText.random(random);
        while (!table.insert(text, key, clock.instant())) {
            text = KeyText.random(random); // an id given twice, once in 2^64 / keys
        }
        return new IssuedKey(get(text.id()), text.text());
    }

    /** @param after id of the last key seen; null for the newest ones */
    public List<ApiKey> newestFirst(@Nullable String after, int limit) {
        return table.newestFirst(after, limit);
    }

    /** @throws ApiKeyNotFound if there is none */
    public ApiKey get(String id) {
        return table.find(id).orElseThrow(() -> new ApiKeyNotFound(id)).key();
    }

    /**
     * Gives a key a new secret. The old one opens for the configured grace too, the one before it no longer, and whoever
     * is signed in by it is signed out.
     *
     * @throws ApiKeyNotFound if there is none
     * @throws ApiKeyRevoked if it is revoked
     */
    public IssuedKey rotate(String id) {
        get(id);
        KeyText renewed = KeyText.renewed(id, random);
        if (!table.rotate(renewed, clock.instant(), settings.rotationGrace())) {
            throw new ApiKeyRevoked(id);
        }
        sessions.closeAll(id);
        return new IssuedKey(get(id), renewed.text());
    }

    /**
     * From now on a key opens nothing; it stays listed.
     *
     * @throws ApiKeyNotFound if there is none
     * @throws LastAdminKey if it may make others, and none of those that may too opens as long as it
     */
    public void revoke(String id) {
        Instant now = clock.instant();
        table.exclusively(() -> {
            ApiKey key = get(id);
            if (key.usable(now) && key.roles().contains(Role.ADMIN) && isLast(key, now)) {
                throw new LastAdminKey(id);
            }
            table.revoke(id, now);
        });
        sessions.closeAll(id);
    }

    /** Likewise, the last that may make others too: for where others come in by an issuer of tokens. */
    public void revokeEvenLast(String id) {
        get(id);
        table.revoke(id, clock.instant());
        sessions.closeAll(id);
    }

    private boolean isLast(ApiKey key, Instant now) {
        return table.usableAdmins(now).stream()
                .filter(other -> !other.id().equals(key.id()))
                .noneMatch(other -> other.opensAsLongAs(key));
    }

    /** Whether there is a key now that opens and may make others. */
    public boolean anyUsableAdmin() {
        return !table.usableAdmins(clock.instant()).isEmpty();
    }

    /** The key that a text opens by; empty if the text is none, or the key is revoked or has expired. */
    public Optional<ApiKey> authenticate(String presented) {
        Instant now = clock.instant();
        return KeyText.parse(presented)
                .flatMap(text -> table.find(text.id()).filter(stored -> stored.opens(text, now)))
                .map(Stored::key)
                .map(key -> used(key, now));
    }

    /**
     * Signs in whoever has authenticated by a text. By the secret before the last rotation it is for no longer than that
     * opens.
     */
    public Session signIn(ApiKey key, String presented) {
        boolean current = KeyText.parse(presented)
                .flatMap(text -> table.find(text.id()).filter(stored -> text.has(stored.digest())))
                .isPresent();
        Instant until = key.previousUntil() == null ? clock.instant() : key.previousUntil();
        return sessions.open(key, current ? Instant.MAX : until);
    }

    /** Whether there is such a key, and it opens nothing any more. */
    public boolean shut(String id) {
        return table.find(id)
                .filter(stored -> !stored.key().usable(clock.instant()))
                .isPresent();
    }

    /** Whoever a sign-in belongs to; empty if it has ended, or its key opens nothing any more. */
    public Optional<ApiKey> signedIn(String session) {
        Instant now = clock.instant();
        return sessions.key(session).filter(key -> key.usable(now)).map(key -> used(key, now));
    }

    private ApiKey used(ApiKey key, Instant now) {
        Instant last = key.lastUsedAt();
        if (last == null || !now.isBefore(last.plus(USE_TO))) {
            table.used(key.id(), now);
        }
        return key;
    }
}
