package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.mock.env.MockEnvironment;

class LoopbackGuardTest {
    private final MockEnvironment environment = new MockEnvironment();
    private boolean secured;

    private LoopbackGuard guard(@Nullable String address, @Nullable String management) throws UnknownHostException {
        ServerProperties server = new ServerProperties();
        server.setAddress(address == null ? null : InetAddress.getByName(address));
        if (management != null) {
            environment.setProperty("management.server.address", management);
        }
        return new LoopbackGuard(server, environment, new SecurityMode(secured));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "::1"})
    void letsThisMachineIn(String address) throws UnknownHostException {
        assertThat(guard(address, null)).isNotNull();
        environment.setProperty("management.server.port", "18090");
        assertThat(guard(address, address)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "192.0.2.7"})
    void refusesAddressesThatOthersReach(String address) {
        assertThatThrownBy(() -> guard(address, null)).isInstanceOf(ExposedWithoutSecurity.class);
        environment.setProperty("management.server.port", "18090");
        assertThatThrownBy(() -> guard("127.0.0.1", address))
                .isInstanceOf(ExposedWithoutSecurity.class)
                .hasMessageContaining("management.server.address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1"})
    void letsEverybodyAskOnceCredentialsAreNeeded(String address) throws UnknownHostException {
        secured = true;
        environment.setProperty("management.server.port", "18090");
        assertThat(guard(address, address)).isNotNull();
        assertThat(guard(null, null)).isNotNull();
    }

    @Test
    void refusesAManagementPortOnAllAddresses() {
        environment.setProperty("management.server.port", "18090");
        assertThatThrownBy(() -> guard("127.0.0.1", null)).hasMessageContaining("management.server.address");
    }

    @Test
    void aManagementPortThatIsOffReachesNobody() throws UnknownHostException {
        environment.setProperty("management.server.port", "-1");
        assertThat(guard("127.0.0.1", null)).isNotNull();
    }

    @Test
    void refusesAllAddressesAtOnceAndSaysWhatToDo() {
        assertThatThrownBy(() -> guard(null, null))
                .hasMessageContaining("server.address")
                .satisfies(e -> assertThat(
                                new ExposedWithoutSecurityAnalyzer().analyze(e).getAction())
                        .contains("server.address to 127.0.0.1", "bubblegram.security.bootstrap-key"));
    }
}
