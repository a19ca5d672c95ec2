package org.bubblegram.network;

/** How deep training reaches: what lies above learns, what lies below is frozen. */
public enum Depth {
    /** The head alone. */
    HEAD(5),
    /** The head and layer4. */
    LAYER4(4),
    /** The head, layer4 and layer3. */
    LAYER3(3),
    /** Everything. */
    ALL(ResNet50.STEM);

    private final int firstLayer;

    Depth(int firstLayer) {
        this.firstLayer = firstLayer;
    }

    /** The lowest layer that learns, as {@link ResNet50} counts them. */
    int firstLayer() {
        return firstLayer;
    }
}
