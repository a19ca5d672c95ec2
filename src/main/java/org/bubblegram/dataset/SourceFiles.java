package org.bubblegram.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedSet;
import java.util.regex.Pattern;

/** The files of an import by relative path, {@code images/a.png}; what systems leave behind is not among them. */
interface SourceFiles extends Closeable {
    /** How a path of Windows begins. */
    Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

    SortedSet<String> names();

    /** The caller closes it. @throws LimitExceeded on reading more than an import may */
    InputStream open(String name) throws IOException;

    /** Whether a path could lead to another place than below its source. */
    static boolean unsafe(String name) {
        return name.isEmpty()
                || name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf('\0') >= 0
                || DRIVE.matcher(name).matches()
                || Arrays.asList(name.split("/")).contains("..");
    }

    /** Whether a path is a file that some system made for itself: {@code __MACOSX/}, {@code .DS_Store}, {@code Thumbs.db}. */
    static boolean litter(String name) {
        return Arrays.stream(name.split("/"))
                .anyMatch(part -> part.startsWith(".")
                        || Set.of("__MACOSX", "Thumbs.db", "desktop.ini").contains(part));
    }
}
