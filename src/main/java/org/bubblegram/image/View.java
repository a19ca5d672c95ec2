package org.bubblegram.image;

/**
 * The eight flips and quarter turns of a picture. Pictures of bubbles carry no left, right, up or down, so each view is
 * as true as the photograph itself. Turns are clockwise; a flip exchanges left and right and comes before the turn.
 */
public enum View {
    UPRIGHT(false, false, false),
    TURNED_90(true, true, false),
    TURNED_180(false, true, true),
    TURNED_270(true, false, true),
    FLIPPED(false, true, false),
    FLIPPED_TURNED_90(true, true, true),
    FLIPPED_TURNED_180(false, false, true),
    FLIPPED_TURNED_270(true, false, false);

    private final boolean swapsAxes;
    private final boolean mirrorsX;
    private final boolean mirrorsY;

    View(boolean swapsAxes, boolean mirrorsX, boolean mirrorsY) {
        this.swapsAxes = swapsAxes;
        this.mirrorsX = mirrorsX;
        this.mirrorsY = mirrorsY;
    }

    /** The view that sets a stored picture upright, for an EXIF orientation of 1 to 8; {@link #UPRIGHT} for all else. */
    static View ofExif(int orientation) {
        return switch (orientation) {
            case 2 -> FLIPPED;
            case 3 -> TURNED_180;
            case 4 -> FLIPPED_TURNED_180;
            case 5 -> FLIPPED_TURNED_270;
            case 6 -> TURNED_90;
            case 7 -> FLIPPED_TURNED_90;
            case 8 -> TURNED_270;
            default -> UPRIGHT;
        };
    }

    /** Size of the view of a picture. */
    ImageSize of(ImageSize size) {
        return swapsAxes ? new ImageSize(/* width= */ size.height(), /* height= */ size.width()) : size;
    }

    /** Where pixel (x, y) of a picture of this size goes: the number of the pixel in the view, row by row. */
    int indexOf(int x, int y, ImageSize size) {
        ImageSize seen = of(size);
        int column = swapsAxes ? y : x;
        int row = swapsAxes ? x : y;
        int seenX = mirrorsX ? seen.width() - 1 - column : column;
        int seenY = mirrorsY ? seen.height() - 1 - row : row;
        return seenY * seen.width() + seenX;
    }
}
