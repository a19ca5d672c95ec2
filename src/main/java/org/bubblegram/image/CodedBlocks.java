package org.bubblegram.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bubblegram.image.JpegScan.Component;
import org.jspecify.annotations.Nullable;

/**
 * Reads the coded blocks of a JPEG scan one after another, each at once as samples: every coefficient adds its wave, and
 * those whose waves are too short to be seen are passed over. Source: ITU-T T.81, F.2.
 */
final class CodedBlocks {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int LONGEST_BLOCK = 64 * (16 + 15) / 8 + Long.BYTES; // bytes read before we see that they end
    private static final int FIRST_RESTART = 0xd0;
    private static final int EOI = 0xd9;

    private final byte[] file;
    private int at;

    /** What stands before the next marker, without the zeros that are stuffed behind each 255. */
    private final byte[] data;

    private int end; // of the data, in bits
    private int position; // in the data, in bits
    private int restarts;

    /** Bytes that reading a file takes. */
    static long bytes(byte[] file) {
        return (long) file.length + LONGEST_BLOCK;
    }

    CodedBlocks(byte[] file, int start) {
        this.file = file;
        this.at = start;
        this.data = new byte[file.length - start + LONGEST_BLOCK];
        unstuff();
    }

    /**
     * Reads a block.
     *
     * @param waves what one step of each coefficient, in zigzag order, adds to every sample; null adds nothing. There are
     *     16 more than coefficients, for a damaged file may skip so many
     * @param previous constant part of the component's block before, in steps
     * @param samples is filled, about zero
     * @return the constant part of this block, in steps
     */
    int read(Component component, float[] @Nullable [] waves, int previous, float[] samples) throws IrregularJpeg {
        long bits = bits(position);
        int code = component.dc().next(bits);
        int constant = previous + value(bits, code);
        Arrays.fill(samples, constant * flat(waves));
        position = readRest(component.ac(), position + HuffmanCode.length(code), waves, samples);
        if (position > end) { // a huge size with little behind it does not keep us busy
            throw new IrregularJpeg("the data end early");
        }
        return constant;
    }

    /** Reads all but the constant part from a position, and returns where it ends; both are numbers of bits. */
    private int readRest(HuffmanCode codes, int from, float[] @Nullable [] waves, float[] samples)
            throws IrregularJpeg {
        int next = from;
        int k = 1;
        while (k < 64) {
            long bits = bits(next);
            int code = codes.next(bits);
            next += HuffmanCode.length(code);
            k += HuffmanCode.zeros(code);
            if (HuffmanCode.size(code) == 0) {
                if (HuffmanCode.zeros(code) < 15) { // the block ends
                    return next;
                }
            } else {
                float[] wave = waves[k];
                if (wave != null) {
                    add(value(bits, code), wave, samples);
                }
            }
            k++;
        }
        if (k > 64) {
            throw new IrregularJpeg("more than 64 coefficients");
        }
        return next;
    }

    private static float flat(float[] @Nullable [] waves) {
        float[] flat = waves[0];
        return flat == null ? 0 : flat[0];
    }

    private static void add(int value, float[] wave, float[] samples) {
        for (int i = 0; i < wave.length; i++) {
            samples[i] += value * wave[i];
        }
    }

    /** At least 57 bits from a position on, the first one highest. */
    private long bits(int from) {
        return (long) LONG.get(data, from >> 3) << (from & 7);
    }

    /** The signed number behind a code. */
    private static int value(long bits, int code) {
        int size = HuffmanCode.size(code);
        long behind = bits << (HuffmanCode.length(code) - size);
        int value = (int) (behind >>> 1 >>> (63 - size)); // in two steps: a shift by 64 would be none
        return value < (1 << size) >> 1 ? value - (1 << size) + 1 : value;
    }

    /** Goes behind the next restart marker, which must be here. */
    void restart() throws IrregularJpeg {
        expect(FIRST_RESTART + restarts % 8);
        restarts++;
        unstuff();
    }

    /** @throws IrregularJpeg if this is not the end of the picture */
    void end() throws IrregularJpeg {
        expect(EOI);
    }

    private void expect(int marker) throws IrregularJpeg {
        if (end - position >= Byte.SIZE || at + 1 >= file.length || (file[at + 1] & 0xff) != marker) {
            throw new IrregularJpeg("data or another marker where a part must end");
        }
        at += 2;
    }

    private void unstuff() {
        int length = 0;
        while (at < file.length) {
            int stuffed = nextFull(at);
            System.arraycopy(file, at, data, length, stuffed - at);
            length += stuffed - at;
            at = stuffed;
            if (at + 1 >= file.length || file[at + 1] != 0) {
                break; // a marker, or the file's end
            }
            data[length++] = -1;
            at += 2;
        }
        end = length * Byte.SIZE;
        position = 0;
    }

    /** Where the next byte of 255 is, or the file's end. */
    private int nextFull(int from) {
        int next = from;
        while (next <= file.length - Long.BYTES) {
            long eight = (long) LONG.get(file, next);
            if (((~eight - 0x0101010101010101L) & eight & 0x8080808080808080L) != 0) { // one of them is 255
                break;
            }
            next += Long.BYTES;
        }
        while (next < file.length && file[next] != -1) {
            next++;
        }
        return next;
    }
}
