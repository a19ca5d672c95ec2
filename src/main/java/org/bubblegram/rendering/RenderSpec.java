package org.bubblegram.rendering;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to render. Whatever is absent has its default once the value is made; accessors never return null.
 *
 * @param images how many pictures, 1 to 10,000 and all together at most {@value #MAX_PIXELS} pixels; 240 if absent
 * @param seed the same seed renders the same pictures, byte for byte; 1 if absent
 * @param width of a picture in pixels, 64 to 2048; 160 if absent
 * @param height likewise; 160 if absent
 * @param bins bin labels in px, as in labels.csv; absent: six bins that hold about a sixth each over many pictures
 */
public record RenderSpec(
        @Min(1) @Max(MAX_IMAGES) Integer images,
        Long seed,
        @Min(MIN_SIDE) @Max(MAX_SIDE) Integer width,
        @Min(MIN_SIDE) @Max(MAX_SIDE) Integer height,
        @Size(min = 1, max = 200) List<@NotBlank String> bins) {
    /** Of all pictures together: some minutes of rendering, while the caller waits. */
    public static final long MAX_PIXELS = 400_000_000;

    static final int MAX_IMAGES = 10_000;
    static final int MIN_SIDE = 64;
    static final int MAX_SIDE = 2048;

    /** Where the sextiles of the sizes in many pictures lie, from the smallest median (0) to the largest (1). */
    private static final double[] SEXTILES = {0.14, 0.34, 0.53, 0.69, 0.87};

    public RenderSpec(
            @Nullable Integer images,
            @Nullable Long seed,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable List<String> bins) {
        this.images = images == null ? Integer.valueOf(240) : images;
        this.seed = seed == null ? Long.valueOf(1) : seed;
        this.width = width == null ? Integer.valueOf(160) : width;
        this.height = height == null ? Integer.valueOf(160) : height;
        this.bins = bins == null ? suitableBins(Math.min(this.width, this.height)) : List.copyOf(bins);
    }

    /** Of all pictures together. */
    public long pixels() {
        return (long) images * width * height;
    }

    private static List<String> suitableBins(int side) {
        List<String> labels = new ArrayList<>();
        String lower = "0";
        double smallest = Population.smallestMedian(side);
        double spread = Population.largestMedian(side) / smallest;
        for (double sextile : SEXTILES) {
            String upper = inHalves(smallest * StrictMath.pow(spread, sextile));
            labels.add(lower + "-" + upper + "px");
            lower = upper;
        }
        labels.add(lower + "px+");
        return List.copyOf(labels);
    }

    private static String inHalves(double pixels) {
        long halves = Math.round(2 * pixels);
        return halves / 2 + (halves % 2 == 0 ? "" : ".5");
    }
}
