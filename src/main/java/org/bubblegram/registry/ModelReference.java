package org.bubblegram.registry;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code froth}, {@code froth@3} or {@code froth@production}. Without a version or alias it means the alias
 * {@code production}, or the newest version where there is none.
 *
 * @param version from 1
 */
public record ModelReference(
        String model, @Nullable Integer version, @Nullable String alias) {
    /** Names of models and aliases; an alias is no number. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    /** The alias that a plain name means. */
    public static final String PRODUCTION = "production";

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern VERSION = Pattern.compile("[1-9]\\d{0,8}");

    public ModelReference {
        if (model.contains("@")) {
            throw InvalidReference.noName(model);
        }
        boolean valid = isName(model)
                && (version == null || (version > 0 && alias == null))
                && (alias == null || (isName(alias) && !NUMBER.matcher(alias).matches()));
        if (!valid) {
            throw new InvalidReference(written(model, version, alias));
        }
    }

    /** @throws InvalidReference if it is none */
    public static ModelReference parse(String reference) {
        int at = reference.indexOf('@');
        if (at < 0) {
            return new ModelReference(reference, null, null);
        }
        String model = reference.substring(0, at);
        String rest = reference.substring(at + 1);
        return VERSION.matcher(rest).matches()
                ? new ModelReference(model, Integer.valueOf(rest), null)
                : new ModelReference(model, null, rest);
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static String written(String model, @Nullable Integer version, @Nullable String alias) {
        String rest = version != null ? version.toString() : alias;
        return rest == null ? model : model + "@" + rest;
    }

    @Override
    public String toString() {
        return written(model, version, alias);
    }
}
