package org.bubblegram.training;

/** What training would keep on disk does not fit there. */
final class CacheTooSmall extends RuntimeException {
    static final String CODE = "cache_too_small";

    CacheTooSmall(long needed, long available) {
        super(
                "The cache would take %d MB on disk, but there are %d MB (bubblegram.training.cache-limit, or free space)."
                        .formatted(needed >> 20, available >> 20));
    }
}
