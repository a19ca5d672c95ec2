package org.bubblegram.benchmark;

import java.util.Locale;

/** What a figure shall be. */
record Target(Side side, double limit) {
    enum Side {
        AT_LEAST(">="),
        AT_MOST("<=");

        private final String sign;

        Side(String sign) {
            this.sign = sign;
        }
    }

    static Target atLeast(double limit) {
        return new Target(Side.AT_LEAST, limit);
    }

    static Target atMost(double limit) {
        return new Target(Side.AT_MOST, limit);
    }

    boolean metBy(double figure) {
        return side == Side.AT_LEAST ? figure >= limit : figure <= limit;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %.2f", side.sign, limit);
    }
}
