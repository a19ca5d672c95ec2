package org.bubblegram.web;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.env.Environment;

/** Without credentials nobody but this machine may reach the service, on any of its ports. */
final class LoopbackGuard {
    /** @throws ExposedWithoutSecurity if other machines could reach an address; none means every address there is */
    LoopbackGuard(ServerProperties server, Environment environment, SecurityMode mode) {
        if (mode.on()) {
            return;
        }
        check("server.address", server.getAddress());
        if (ManagementPortType.get(environment) == ManagementPortType.DIFFERENT) {
            String property = "management.server.address";
            check(
                    property,
                    Binder.get(environment).bind(property, InetAddress.class).orElse(null));
        }
    }

    private static void check(String property, @Nullable InetAddress address) {
        if (address == null || !address.isLoopbackAddress()) {
            throw new ExposedWithoutSecurity(property, address == null ? "all addresses" : address.getHostAddress());
        }
    }
}
