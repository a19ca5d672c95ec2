package org.bubblegram.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bubblegram.AtOnce;
import org.bubblegram.MigratedDatabase;
import org.bubblegram.OnEachDatabase;
import org.bubblegram.jobs.SetClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody can always make keys. */
@OnEachDatabase
class LastAdminKeyTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final MigratedDatabase database = MigratedDatabase.create();
    private final SetClock clock = new SetClock(START);
    private final AccessSettings settings = ApiKeysTest.settings(null, null);
    private final ApiKeys keys = new ApiKeys(
            new ApiKeyTable(database.jdbc(), database.transactions()),
            new Sessions(database.jdbc(), settings, new SecureRandom(), clock),
            settings,
            new SecureRandom(),
            clock);

    @AfterEach
    void close() {
        database.close();
    }

    private String key(Role role, @Nullable Instant expiry) {
        return keys.create(new NewApiKey("chief", "default", Set.of(role), Allowance.CONFIGURED, expiry))
                .key()
                .id();
    }

    private String admin(@Nullable Instant expiry) {
        return key(Role.ADMIN, expiry);
    }

    @Test
    void theLastKeyThatOpensAndMayMakeOthersIsNotRevoked() {
        key(Role.TRAIN, null);
        admin(START.plusSeconds(60));
        String last = admin(null);
        clock.pass(Duration.ofSeconds(60));

        assertThatThrownBy(() -> keys.revoke(last)).isInstanceOf(LastAdminKey.class);
        assertThat(keys.get(last).revokedAt()).isNull();
        assertThat(keys.anyUsableAdmin()).isTrue();

        String next = admin(null);
        keys.revoke(last);
        assertThatThrownBy(() -> keys.revoke(next)).isInstanceOf(LastAdminKey.class);
        keys.revoke(last); // again, which changes nothing
    }

    @Test
    void aKeyThatExpiresEarlierDoesNotReplaceTheLast() {
        String lasting = admin(null);
        String later = admin(START.plusSeconds(60));
        String soon = admin(START.plusSeconds(30));

        assertThatThrownBy(() -> keys.revoke(lasting)).isInstanceOf(LastAdminKey.class);
        keys.revoke(later);
        keys.revoke(soon);
        admin(null);
        keys.revoke(lasting);
    }

    @Test
    void ofTwoThatRevokeEachOtherOneStays() throws Exception {
        String standing = admin(null);
        for (int round = 0; round < 10; round++) {
            Queue<String> two = new ConcurrentLinkedQueue<>(List.of(standing, admin(null)));
            List<String> kept = AtOnce.call(2, () -> revokeIfAllowed(two.remove())).stream()
                    .flatMap(Optional::stream)
                    .toList();

            assertThat(kept).hasSize(1);
            standing = kept.get(0);
        }
    }

    /** The key where it was the last. */
    private Optional<String> revokeIfAllowed(String id) {
        try {
            keys.revoke(id);
            return Optional.empty();
        } catch (LastAdminKey refused) {
            return Optional.of(id);
        }
    }
}
