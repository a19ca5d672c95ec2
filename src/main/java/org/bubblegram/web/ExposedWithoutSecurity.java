package org.bubblegram.web;

/** The service would be reachable from other machines without credentials. */
final class ExposedWithoutSecurity extends RuntimeException {
    private final String property;

    ExposedWithoutSecurity(String property, String address) {
        super(property + " is " + address + ", which other machines can reach, and no credentials are configured");
        this.property = property;
    }

    /** What sets the address. */
    String property() {
        return property;
    }
}
