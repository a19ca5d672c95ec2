package org.bubblegram.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bubblegram.MigratedDatabase;
import org.bubblegram.OnEachDatabase;
import org.bubblegram.access.Sessions.Session;
import org.bubblegram.jobs.SetClock;
import org.bubblegram.storage.Sha256;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnEachDatabase
class ApiKeysTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String FIRST = "bgk_0123456789abcdef_" + "0123456789abcdef".repeat(4);

    private final MigratedDatabase database = MigratedDatabase.create();
    private final SetClock clock = new SetClock(START);
    private final AccessSettings settings = settings(null, null);
    private final Sessions sessions = new Sessions(database.jdbc(), settings, new SecureRandom(), clock);
    private final ApiKeys keys = new ApiKeys(
            new ApiKeyTable(database.jdbc(), database.transactions()), sessions, settings, new SecureRandom(), clock);

    @AfterEach
    void close() {
        database.close();
    }

    static AccessSettings settings(@Nullable String key, @Nullable Path file) {
        return new AccessSettings(
                null,
                key,
                file,
                null,
                null,
                Duration.ofHours(24),
                Duration.ofHours(12),
                1200,
                null,
                Duration.ofDays(365));
    }

    private static BootstrapKey chosen(AccessSettings settings) {
        List<BootstrapKey> keys = BootstrapKey.of(settings);
        assertThat(keys).hasSize(1);
        return keys.get(0);
    }

    private IssuedKey issued(@Nullable Instant expiry) {
        return keys.create(new NewApiKey("camera", "default", Set.of(Role.TRAIN), Allowance.CONFIGURED, expiry));
    }

    @Test
    void aKeyOpensAndSaysWhoCallsWithTheRolesItIncludes() {
        IssuedKey issued = issued(null);
        Caller caller = keys.authenticate(issued.secret()).orElseThrow().caller();
        assertThat(caller)
                .isEqualTo(new Caller(issued.key().id(), "camera", "default", Set.of(Role.PREDICT, Role.TRAIN)));
    }

    @Test
    void onlyTheDigestOfAKeyIsKeptAndNoTextShowsItsSecret() {
        IssuedKey issued = issued(null);
        List<String> stored = database.jdbc()
                .sql("select digest from api_key")
                .query(String.class)
                .list();
        assertThat(stored).containsExactly(Sha256.of(issued.secret()));
        String secret = issued.secret().substring(issued.secret().lastIndexOf('_') + 1);
        assertThat(issued.toString() + KeyText.parse(issued.secret()) + settings(issued.secret(), null))
                .doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bgk_", "bgk_0123456789abcdef_", "nonsense", "bgk_0123456789abcdef_%", "' or 1=1 --"})
    void whatIsNoKeyOpensNothing(String presented) {
        issued(null);
        assertThat(keys.authenticate(presented)).isEmpty();
    }

    @Test
    void anotherKeysSecretOpensNothing() {
        IssuedKey one = issued(null);
        IssuedKey other = issued(null);
        String mixed = "bgk_" + one.key().id() + other.secret().substring(20);
        assertThat(mixed).hasSameSizeAs(one.secret());
        assertThat(keys.authenticate(mixed)).isEmpty();
    }

    @Test
    void aKeyOpensUntilTheMomentItExpires() {
        IssuedKey issued = issued(START.plusSeconds(60));
        clock.pass(Duration.ofMillis(59_999));
        assertThat(keys.authenticate(issued.secret())).isPresent();
        clock.pass(Duration.ofMillis(1));
        assertThat(keys.authenticate(issued.secret())).isEmpty();
    }

    @Test
    void aRotatedKeyOpensByItsOldSecretForTheGraceAlone() {
        IssuedKey old = issued(null);
        IssuedKey renewed = keys.rotate(old.key().id());
        assertThat(renewed.secret())
                .isNotEqualTo(old.secret())
                .startsWith("bgk_" + old.key().id());
        assertThat(renewed.key().previousUntil()).isEqualTo(START.plus(Duration.ofHours(24)));
        clock.pass(Duration.ofHours(24).minusMillis(1));
        assertThat(keys.authenticate(old.secret())).isPresent();
        clock.pass(Duration.ofMillis(1));
        assertThat(keys.authenticate(old.secret())).isEmpty();
        assertThat(keys.authenticate(renewed.secret())).isPresent();
    }

    @Test
    void aSecondRotationShutsTheFirstSecretAtOnce() {
        IssuedKey first = issued(null);
        IssuedKey second = keys.rotate(first.key().id());
        keys.rotate(first.key().id());
        assertThat(keys.authenticate(first.secret())).isEmpty();
        assertThat(keys.authenticate(second.secret())).isPresent();
    }

    @Test
    void aRevokedKeyOpensNothingNeitherByItsOldSecretAndCannotBeRotated() {
        IssuedKey old = issued(null);
        IssuedKey renewed = keys.rotate(old.key().id());
        keys.revoke(old.key().id());
        assertThat(keys.authenticate(old.secret())).isEmpty();
        assertThat(keys.authenticate(renewed.secret())).isEmpty();
        assertThatThrownBy(() -> keys.rotate(old.key().id())).isInstanceOf(ApiKeyRevoked.class);
        assertThatThrownBy(() -> keys.revoke("none")).isInstanceOf(ApiKeyNotFound.class);
        clock.pass(Duration.ofHours(1));
        keys.revoke(old.key().id());
        assertThat(keys.get(old.key().id()).revokedAt()).isEqualTo(START);
    }

    private String admin(@Nullable Instant expiry) {
        return keys.create(new NewApiKey("chief", "default", Set.of(Role.ADMIN), Allowance.CONFIGURED, expiry))
                .key()
                .id();
    }

    @Test
    void whoSignsInByTheSecretBeforeARotationIsSignedInNoLongerThanThatOpens() {
        IssuedKey old = issued(null);
        IssuedKey renewed = keys.rotate(old.key().id());
        Session byOld = keys.signIn(renewed.key(), old.secret());
        Session byNew = keys.signIn(renewed.key(), renewed.secret());

        assertThat(byOld.expiresAt()).isEqualTo(START.plus(Duration.ofHours(12)));
        clock.pass(Duration.ofHours(23));
        Session late = keys.signIn(renewed.key(), old.secret());
        assertThat(late.expiresAt()).isEqualTo(START.plus(Duration.ofHours(24)));
        clock.pass(Duration.ofHours(1));
        assertThat(keys.signedIn(late.text())).isEmpty();
        assertThat(keys.signedIn(keys.signIn(renewed.key(), renewed.secret()).text()))
                .isPresent();
        assertThat(byNew.expiresAt()).isEqualTo(byOld.expiresAt());
    }

    @Test
    void lastUseIsWrittenOnceAMinute() {
        IssuedKey issued = issued(null);
        keys.authenticate(issued.secret());
        clock.pass(Duration.ofSeconds(59));
        keys.authenticate(issued.secret());
        assertThat(keys.get(issued.key().id()).lastUsedAt()).isEqualTo(START);
        clock.pass(Duration.ofSeconds(1));
        keys.authenticate(issued.secret());
        assertThat(keys.get(issued.key().id()).lastUsedAt()).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void keysAreListedNewestFirstByPage() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(0, issued(null).key().id());
            clock.pass(Duration.ofSeconds(1));
        }
        List<ApiKey> first = keys.newestFirst(null, 2);
        assertThat(first).extracting(ApiKey::id).containsExactly(made.get(0), made.get(1));
        assertThat(keys.newestFirst(made.get(1), 2)).extracting(ApiKey::id).containsExactly(made.get(2));
    }

    @Test
    void aSessionEndsWithItsTimeOrWhenItIsClosed() {
        ApiKey key = issued(null).key();
        Session one = sessions.open(key, Instant.MAX);
        Session other = sessions.open(key, Instant.MAX);
        assertThat(keys.signedIn(one.text()).orElseThrow().id()).isEqualTo(key.id());
        sessions.close(one.text());
        assertThat(keys.signedIn(one.text())).isEmpty();
        clock.pass(Duration.ofHours(12).minusMillis(1));
        assertThat(keys.signedIn(other.text())).isPresent();
        clock.pass(Duration.ofMillis(1));
        assertThat(keys.signedIn(other.text())).isEmpty();
    }

    @Test
    void aSessionEndsWithItsKey() {
        IssuedKey expiring = issued(START.plusSeconds(1));
        IssuedKey rotated = issued(null);
        IssuedKey revoked = issued(null);
        List<Session> open = List.of(
                sessions.open(expiring.key(), Instant.MAX),
                sessions.open(rotated.key(), Instant.MAX),
                sessions.open(revoked.key(), Instant.MAX));
        assertThat(open)
                .allSatisfy(session -> assertThat(keys.signedIn(session.text())).isPresent());
        clock.pass(Duration.ofSeconds(1));
        keys.rotate(rotated.key().id());
        keys.revoke(revoked.key().id());
        assertThat(open)
                .allSatisfy(session -> assertThat(keys.signedIn(session.text())).isEmpty());
    }

    @Test
    void theFirstKeyOpensAndNoRestartBringsItBackOnceItIsRevoked() {
        assertThat(keys.anyAdmin()).isFalse();
        BootstrapKey first = chosen(settings(" " + FIRST + "\n", null));
        keys.admit(first);
        keys.admit(first);
        assertThat(keys.anyAdmin()).isTrue();
        assertThat(keys.authenticate(FIRST).orElseThrow().roles()).contains(Role.ADMIN);
        String next = admin(null);
        keys.revoke(first.text().id());
        keys.admit(first);
        assertThat(keys.authenticate(FIRST)).isEmpty();
        database.jdbc().sql("delete from api_key where id = ?").param(next).update();
        assertThat(keys.anyAdmin()).as("a locked door stays one").isTrue();
    }

    @Test
    void theFirstKeyMayStandInAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key"), FIRST + "\n");
        assertThat(chosen(settings("", file)).text().text()).isEqualTo(FIRST);
        assertThat(BootstrapKey.of(settings("", null))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "bgk_0123456789abcdef_short", "bgk_0123456789ABCDEF_0"})
    void aFirstKeyThatIsNoneIsRefusedWithoutBeingShown(String key) {
        assertThatThrownBy(() -> BootstrapKey.of(settings(key, null)))
                .isInstanceOf(InvalidBootstrapKey.class)
                .message()
                .doesNotContain(key);
        assertThatThrownBy(() -> BootstrapKey.of(settings(key, Path.of("/none"))))
                .hasMessageContaining("both");
        assertThatThrownBy(() -> BootstrapKey.of(settings(null, Path.of("/none"))))
                .hasMessageContaining("cannot read");
    }
}
