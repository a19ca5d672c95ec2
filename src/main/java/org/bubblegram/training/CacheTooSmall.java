package org.bubblegram.training;

/** What training would keep on disk does not fit there. */
final class CacheTooSmall extends RuntimeException {
    static final String CODE = "cache_too_small";

    CacheTooSmall(long needed, long available) {
        super(
                "Activations of the frozen part take %d MB on disk, but there are %d MB (bubblegram.training.cache-limit, or free space). Train the head alone (none) or everything (all), take a smaller input.size, or switch augmentation.flipsAndTurns off."
                        .formatted(needed >> 20, available >> 20));
    }
}
