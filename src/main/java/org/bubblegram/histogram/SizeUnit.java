package org.bubblegram.histogram;

import java.util.Arrays;
import java.util.Optional;

/** The unit of a size. */
public enum SizeUnit {
    PIXEL("px"),
    MICROMETRE("um"),
    MILLIMETRE("mm"),
    /** Percent of the image's width. */
    PERCENT_OF_WIDTH("%w");

    private final String symbol;

    SizeUnit(String symbol) {
        this.symbol = symbol;
    }

    /** As written in bin labels: {@code px}, {@code um}, {@code mm}, {@code %w}. */
    public String symbol() {
        return symbol;
    }

    public static Optional<SizeUnit> ofSymbol(String symbol) {
        return Arrays.stream(values())
                .filter(unit -> unit.symbol.equals(symbol))
                .findFirst();
    }
}
