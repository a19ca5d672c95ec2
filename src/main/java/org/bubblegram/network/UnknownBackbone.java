package org.bubblegram.network;

import java.util.Set;
import java.util.TreeSet;

/** A spec names a backbone that the operator does not offer. */
public final class UnknownBackbone extends RuntimeException {
    UnknownBackbone(String name, Set<String> known) {
        super("there is no backbone '" + name + "'; configured are " + new TreeSet<>(known)
                + ", and 'none' starts from random weights");
    }
}
