package org.bubblegram.web;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** There is no authentication, so nobody but this machine may reach the service. */
final class LoopbackGuard {
    /** @throws ExposedWithoutSecurity if other machines could reach this address; null means every address there is */
    LoopbackGuard(@Nullable InetAddress address) {
        if (address == null || !address.isLoopbackAddress()) {
            throw new ExposedWithoutSecurity(address == null ? "all addresses" : address.getHostAddress());
        }
    }
}
