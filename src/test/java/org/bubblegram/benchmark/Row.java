package org.bubblegram.benchmark;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param target of the ratio; of the value where there is no ratio
 */
record Row(
        String what,
        double value,
        String unit,
        @Nullable Ratio ratio,
        @Nullable Target target) {
    static Row of(String what, double value, String unit) {
        return new Row(what, value, unit, null, null);
    }

    Row ratio(double other, String to) {
        return ratio(Ratio.of(value, other, to));
    }

    Row ratio(Ratio given) {
        return new Row(what, value, unit, given, target);
    }

    Row target(Target given) {
        return new Row(what, value, unit, ratio, given);
    }

    /** Null where nothing is wanted. */
    @JsonProperty("met")
    @Nullable
    Boolean met() {
        return target == null ? null : (Boolean) target.metBy(ratio == null ? value : ratio.value());
    }
}
