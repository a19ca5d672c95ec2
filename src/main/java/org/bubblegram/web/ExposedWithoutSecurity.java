package org.bubblegram.web;

/** The service would be reachable from other machines without credentials. */
final class ExposedWithoutSecurity extends RuntimeException {
    ExposedWithoutSecurity(String address) {
        super("server.address is " + address
                + ", which other machines can reach, and this version knows no credentials");
    }
}
