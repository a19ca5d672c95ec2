package org.bubblegram.storage;

import java.util.regex.Pattern;

/** How blobs are named, see {@link BlobStore}. */
final class BlobKey {
    private static final String SEGMENT = "[a-z0-9_-][a-z0-9._-]{0,199}";
    private static final Pattern KEY = Pattern.compile(SEGMENT + "(/" + SEGMENT + ")*");
    private static final Pattern FOLDER = Pattern.compile("(" + SEGMENT + "/)+");

    private BlobKey() {}

    /** Returns what is a key. @throws IllegalArgumentException if it is none */
    static String key(String text) {
        return matching(text, KEY);
    }

    /** Likewise a folder. */
    static String folder(String text) {
        return matching(text, FOLDER);
    }

    static boolean isFolder(String text) {
        return text.endsWith("/");
    }

    private static String matching(String text, Pattern grammar) {
        if (!grammar.matcher(text).matches()) {
            throw new IllegalArgumentException("not a key of a blob: '" + text + "'");
        }
        return text;
    }
}
