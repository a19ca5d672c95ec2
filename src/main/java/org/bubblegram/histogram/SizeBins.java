package org.bubblegram.histogram;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Ordered, adjoining intervals of size with a unit. Bin i holds lower(i) <= size < upper(i); the last bin may be open,
 * its upper end is then positive infinity.
 */
public final class SizeBins {
    /** Most bins of one histogram. */
    public static final int MAX_COUNT = 200;

    /** How a bin is written; for error messages. */
    public static final String GRAMMAR = "a bin is LOWER-UPPERunit or LOWERunit+ (the last one only), "
            + "with unit px, um, mm or %w, for example 0-10mm, 10-40mm, 40mm+; bins adjoin and ascend";

    // u, the micro sign U+00B5 and the Greek letter U+03BC all stand for micro
    private static final Pattern MICRO = Pattern.compile("[uµμ]m");
    private static final String NUMBER = "(\\d{1,9}(?:\\.\\d{1,9})?)";
    private static final Pattern LABEL =
            Pattern.compile(NUMBER + "(?:\\s*-\\s*" + NUMBER + ")?\\s*(px|[uµμ]m|mm|%w)\\s*(\\+)?");

    private final SizeUnit unit;
    private final double[] edges;

    private SizeBins(SizeUnit unit, double[] edges) {
        this.unit = unit;
        this.edges = edges;
    }

    /**
     * @param edges the lower ends of all bins and the upper end of the last, ascending, at least two, at most
     *     {@link #MAX_COUNT} + 1; the first at least 0, the last may be positive infinity
     * @throws InvalidBins if they are not
     */
    public static SizeBins of(SizeUnit unit, double... edges) {
        if (edges.length < 2 || edges.length > MAX_COUNT + 1) {
            throw new InvalidBins("there must be 1 to " + MAX_COUNT + " bins, not " + (edges.length - 1));
        }
        if (!(edges[0] >= 0) || Double.isInfinite(edges[0])) {
            throw new InvalidBins("the first edge must be a number of at least 0, not " + edges[0]);
        }
        for (int i = 1; i < edges.length; i++) {
            if (!(edges[i] > edges[i - 1])) {
                throw new InvalidBins("edges must ascend: " + edges[i] + " follows " + edges[i - 1]);
            }
        }
        return new SizeBins(unit, edges.clone());
    }

    /**
     * Reads bins from their labels, see {@link #GRAMMAR}.
     *
     * @throws InvalidBins if a label does not fit the grammar, units differ, or bins do not adjoin
     */
    public static SizeBins parse(List<String> labels) {
        if (labels.isEmpty()) {
            throw new InvalidBins("there are no bins; " + GRAMMAR);
        }
        List<Bin> bins = labels.stream().map(Bin::parse).toList();
        double[] edges = new double[bins.size() + 1];
        edges[0] = bins.get(0).lower;
        for (int i = 0; i < bins.size(); i++) {
            Bin bin = bins.get(i);
            if (bin.unit != bins.get(0).unit) {
                throw new InvalidBins("bin '" + labels.get(i) + "' has another unit than the bins before it");
            }
            if (edges[i] != bin.lower) {
                throw new InvalidBins("bin '" + labels.get(i) + "' does not start where the bin before it ends");
            }
            edges[i + 1] = bin.upper;
        }
        return of(bins.get(0).unit, edges);
    }

    private record Bin(double lower, double upper, SizeUnit unit) {
        static Bin parse(String label) {
            Matcher m = LABEL.matcher(label.strip());
            boolean open = m.matches() && m.group(4) != null;
            if (!m.matches() || open == (m.group(2) != null)) {
                throw new InvalidBins("'" + label + "' is not a bin; " + GRAMMAR);
            }
            double upper = open ? Double.POSITIVE_INFINITY : Double.parseDouble(m.group(2));
            SizeUnit unit = SizeUnit.ofSymbol(MICRO.matcher(m.group(3)).replaceFirst("um"))
                    .orElseThrow();
            return new Bin(Double.parseDouble(m.group(1)), upper, unit);
        }
    }

    public int count() {
        return edges.length - 1;
    }

    public SizeUnit unit() {
        return unit;
    }

    public double lower(int bin) {
        return edges[bin];
    }

    /** Positive infinity for an open last bin. */
    public double upper(int bin) {
        return edges[bin + 1];
    }

    /** Whether the last bin has no upper end. */
    public boolean open() {
        return Double.isInfinite(edges[count()]);
    }

    /** The bin that holds a size, or -1 where it lies outside all bins or is not a number. */
    public int indexOf(double size) {
        if (!(size >= edges[0]) || !(size < edges[count()])) {
            return -1;
        }
        int at = Arrays.binarySearch(edges, size);
        return at >= 0 ? at : -at - 2;
    }

    /** How many of these sizes lie outside all bins. */
    public long outside(double... sizes) {
        return Arrays.stream(sizes).filter(size -> indexOf(size) < 0).count();
    }

    /** The middle of each bin; an open bin is taken to be as wide as the one before it (or as its own lower end). */
    public double[] centres() {
        return IntStream.range(0, count())
                .mapToDouble(i -> (lower(i) + closedUpper(i)) / 2)
                .toArray();
    }

    /** The upper end of a bin, for an open bin an assumed one: as far up as the bin before it is wide. */
    double closedUpper(int bin) {
        if (!Double.isInfinite(upper(bin))) {
            return upper(bin);
        }
        double width = bin > 0 ? lower(bin) - lower(bin - 1) : lower(bin);
        return lower(bin) + (width > 0 ? width : 1);
    }

    /** The bin as labels.csv writes it: {@code 0-10mm}, {@code 40mm+}. */
    public String label(int bin) {
        String lower = number(lower(bin));
        return Double.isInfinite(upper(bin))
                ? lower + unit.symbol() + "+"
                : lower + "-" + number(upper(bin)) + unit.symbol();
    }

    /** All labels in order; {@link #parse} reads them back. */
    public List<String> labels() {
        return IntStream.range(0, count()).mapToObj(this::label).toList();
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SizeBins that && unit == that.unit && Arrays.equals(edges, that.edges);
    }

    @Override
    public int hashCode() {
        return 31 * unit.hashCode() + Arrays.hashCode(edges);
    }

    @Override
    public String toString() {
        return String.join(",", labels());
    }
}
