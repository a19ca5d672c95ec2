package org.bubblegram.web;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

/** A body that is no JSON object. */
final class MalformedJson extends RuntimeException {
    /** From here on the parser speaks of itself. */
    private static final Pattern INSIDES = Pattern.compile(
            "[\\s(,:;-]*(start marker at|\\[Source|enable `|`?(JsonRead|StreamRead)).*", Pattern.DOTALL);

    /** What a parser found wrong, in its words but for those about itself. */
    static MalformedJson of(JacksonException e) {
        String message = e instanceof StreamConstraintsException
                ? "the JSON is nested too deeply, or a name, text or number in it is too long,"
                : INSIDES.matcher(e.getOriginalMessage()).replaceFirst("");
        TokenStreamLocation at = e.getLocation();
        return new MalformedJson(message, at == null ? 1 : at.getLineNr(), at == null ? 1 : at.getColumnNr());
    }

    MalformedJson(String message, int line, int column) {
        super(message + " at line " + line + ", column " + column);
    }
}
