package org.bubblegram.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The keys that the operator chooses, one of them for whoever watches the service. */
class BootstrapKeyTest {
    private static final String ADMIN = "bgk_0123456789abcdef_" + "0123456789abcdef".repeat(4);
    private static final String METRICS = "bgk_fedcba9876543210_" + "0123456789abcdef".repeat(4);

    private static List<BootstrapKey> chosen(Map<String, String> settings) {
        return BootstrapKey.of(new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("bubblegram.security", AccessSettings.class));
    }

    @Test
    void theMonitoringsKeyIsOneOfItsOwnWithARoleOfItsOwn() {
        assertThat(chosen(
                        Map.of("bubblegram.security.bootstrap-key", ADMIN, "bubblegram.security.metrics-key", METRICS)))
                .extracting(key -> key.role() + " " + key.text().text())
                .containsExactly("ADMIN " + ADMIN, "METRICS " + METRICS);
    }

    @Test
    void theMonitoringsKeyMayStandInAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key"), METRICS + "\n");
        assertThat(chosen(Map.of("bubblegram.security.metrics-key-file", file.toString())))
                .extracting(BootstrapKey::role)
                .containsExactly(Role.METRICS);
    }

    @Test
    void theFirstKeyIsRefusedAsTheMonitoringsOrItWouldGiveAllAway() {
        assertThatThrownBy(() -> chosen(
                        Map.of("bubblegram.security.bootstrap-key", ADMIN, "bubblegram.security.metrics-key", ADMIN)))
                .isInstanceOf(InvalidBootstrapKey.class)
                .hasMessageContaining("same id")
                .message()
                .doesNotContain(ADMIN);
        assertThatThrownBy(() -> chosen(Map.of("bubblegram.security.metrics-key", "secret")))
                .hasMessageStartingWith("bubblegram.security.metrics-key is no key");
    }
}
