package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackGuardTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "::1"})
    void letsThisMachineIn(String address) throws UnknownHostException {
        assertThat(new LoopbackGuard(InetAddress.getByName(address))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "192.0.2.7"})
    void refusesAddressesThatOthersReach(String address) throws UnknownHostException {
        InetAddress open = InetAddress.getByName(address);
        assertThatThrownBy(() -> new LoopbackGuard(open)).isInstanceOf(ExposedWithoutSecurity.class);
    }

    @Test
    void refusesAllAddressesAtOnceAndSaysWhatToDo() {
        assertThatThrownBy(() -> new LoopbackGuard(null))
                .hasMessageContaining("server.address")
                .satisfies(e -> assertThat(
                                new ExposedWithoutSecurityAnalyzer().analyze(e).getAction())
                        .contains("127.0.0.1"));
    }
}
