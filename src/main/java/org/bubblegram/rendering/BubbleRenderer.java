package org.bubblegram.rendering;

import java.util.List;

/**
 * Renders photograph-like pictures of bubbles in front of a light. Medians and widths of the log-normal size
 * distribution differ from picture to picture, and so does the way it is lit. Safe for use by many threads.
 */
public final class BubbleRenderer {
    private final RenderSpec spec;

    /** @throws IllegalArgumentException if a number of the specification is out of its range */
    public BubbleRenderer(RenderSpec spec) {
        requireRange("images", spec.images(), 1, RenderSpec.MAX_IMAGES);
        requireRange("width", spec.width(), RenderSpec.MIN_SIDE, RenderSpec.MAX_SIDE);
        requireRange("height", spec.height(), RenderSpec.MIN_SIDE, RenderSpec.MAX_SIDE);
        this.spec = spec;
    }

    private static void requireRange(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + " must be " + least + " to " + most + ", not " + value);
        }
    }

    /**
     * Returns picture {@code index}, the same bytes whatever else was rendered before and on which thread.
     *
     * @param index 0 to images - 1
     */
    public RenderedPicture render(int index) {
        if (index < 0 || index >= spec.images()) {
            throw new IndexOutOfBoundsException("picture " + index + " of " + spec.images());
        }
        Chance chance = Chance.of(spec.seed(), index);
        Look look = Look.draw(chance);
        List<Bubble> bubbles = bubbles(chance);
        Photograph photograph = new Photograph(spec.width(), spec.height(), look);
        bubbles.forEach(photograph::add);
        return new RenderedPicture(photograph.develop(chance), sizes(bubbles));
    }

    /** Never none: a picture without a bubble has no histogram. */
    private List<Bubble> bubbles(Chance chance) {
        int width = spec.width();
        int height = spec.height();
        Population population = Population.draw(chance, Math.min(width, height));
        List<Bubble> bubbles;
        do {
            bubbles = population.scatter(chance, width, height);
        } while (sizes(bubbles).length == 0);
        return bubbles;
    }

    private double[] sizes(List<Bubble> bubbles) {
        return bubbles.stream()
                .filter(b -> b.centreLiesIn(spec.width(), spec.height()))
                .mapToDouble(Bubble::size)
                .toArray();
    }
}
