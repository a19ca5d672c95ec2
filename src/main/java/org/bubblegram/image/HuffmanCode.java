package org.bubblegram.image;

import java.util.Arrays;

/**
 * A Huffman code of a JPEG file, read through a table of the next {@value #AHEAD} bits; longer codes are rare. A symbol
 * says how many coefficients are zero and how many bits the next one has, which follow the code. Source: ITU-T T.81,
 * annex C and F.2.2.
 */
final class HuffmanCode {
    private static final int AHEAD = 10;
    private static final int LONGEST = 16;

    /** For each of the next bits the entry of its code, or 0 where that is longer. */
    private final int[] table = new int[1 << AHEAD];

    /** For each length: where the codes of at most that length end, in numbers of 16 bits. */
    private final int[] ends = new int[LONGEST + 1];

    /** For each length: what to add to a code for its place among the symbols. */
    private final int[] places = new int[LONGEST + 1];

    private final byte[] symbols;

    /**
     * @param counts codes of each length, 1 to 16 bits
     * @param symbols by ascending code, as many as the counts say
     */
    HuffmanCode(int[] counts, byte[] symbols) throws IrregularJpeg {
        this.symbols = symbols;
        int code = 0;
        int place = 0;
        for (int length = 1; length <= LONGEST; length++) {
            int count = counts[length - 1];
            if (code + count > (1 << length)) {
                throw new IrregularJpeg("more Huffman codes than there are");
            }
            places[length] = place - code;
            for (int i = 0; i < count && length <= AHEAD; i++) {
                int shift = AHEAD - length;
                Arrays.fill(table, (code + i) << shift, (code + i + 1) << shift, entry(length, symbols[place + i]));
            }
            code += count;
            place += count;
            ends[length] = code << (LONGEST - length);
            code <<= 1;
        }
    }

    private static int entry(int length, byte symbol) {
        return ((length + size(symbol)) << 8) | (symbol & 0xff);
    }

    /** Whether no symbol speaks of zeros. */
    boolean isOfConstants() {
        for (byte symbol : symbols) {
            if (zeros(symbol) > 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the entry of the code that these bits begin with.
     *
     * @param bits from the highest of 64 downwards
     */
    int next(long bits) throws IrregularJpeg {
        int entry = table[(int) (bits >>> (Long.SIZE - AHEAD))];
        return entry != 0 ? entry : nextLong((int) (bits >>> (Long.SIZE - LONGEST)));
    }

    private int nextLong(int bits) throws IrregularJpeg {
        for (int length = AHEAD + 1; length <= LONGEST; length++) {
            if (bits < ends[length]) {
                return entry(length, symbols[(bits >> (LONGEST - length)) + places[length]]);
            }
        }
        throw new IrregularJpeg("no such Huffman code");
    }

    /** Bits of the code and the number behind it. */
    static int length(int entry) {
        return entry >> 8;
    }

    /** Coefficients that are zero before the next one, at most 15. */
    static int zeros(int entry) {
        return (entry >> 4) & 15;
    }

    /** Bits of the number behind the code, at most 15. */
    static int size(int entry) {
        return entry & 15;
    }
}
