package org.bubblegram.image;

import java.util.List;
import org.bubblegram.image.JpegScan.Component;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a JPEG to a half, a quarter or an eighth of its width and height, from the lowest coefficients of each block
 * alone: a block of 8x8 pixels becomes one of 4x4, 2x2 or 1 by an inverse cosine transform of that length, as in libjpeg.
 * Pure Java, so that a hostile file can do no worse than throw. Whatever is unusual is left to the complete decoder.
 */
final class ReducedJpeg {
    private static final int BLOCK = 8;
    private static final int HALF = 1 << 15; // to round numbers of 16 binary places

    private final JpegScan scan;
    private final int reduction;
    private final CodedBlocks blocks;
    private final List<Plane> planes;
    private final int unitHeight;
    private final int unitsAcross;
    private int unitsLeft;

    private ReducedJpeg(byte[] file, JpegScan scan, int reduction) {
        this.scan = scan;
        this.reduction = reduction;
        this.blocks = new CodedBlocks(file, scan.start());
        this.unitHeight = scan.maxV() * BLOCK / reduction;
        int across = scan.maxH() * BLOCK;
        this.unitsAcross = (scan.size().width() + across - 1) / across;
        this.planes = scan.components().stream()
                .map(component -> new Plane(component, scan, reduction, unitsAcross))
                .toList();
        this.unitsLeft = scan.restartInterval();
    }

    /** Bytes that reading takes: the coded data, the result, and a row of units that is wider than it by less than one. */
    static long bytes(byte[] file, JpegScan scan, int reduction) {
        long row = (long) Integer.BYTES * (scan.size().width() / reduction + BLOCK * scan.maxH()) * BLOCK * scan.maxV();
        return CodedBlocks.bytes(file) + 3 * (scan.size().pixels() / reduction / reduction + row);
    }

    /**
     * Returns the picture as stored, its sides divided by the reduction; a rest at the right or below is left away.
     *
     * @param reduction 2, 4 or 8
     */
    static Pixels read(byte[] file, JpegScan scan, int reduction) throws IrregularJpeg {
        return new ReducedJpeg(file, scan, reduction).read();
    }

    private Pixels read() throws IrregularJpeg {
        int width = scan.size().width() / reduction;
        int height = scan.size().height() / reduction;
        byte[] rgb = new byte[3 * width * height];
        int pixelsDown = scan.maxV() * BLOCK;
        int unitsDown = (scan.size().height() + pixelsDown - 1) / pixelsDown;
        for (int unitY = 0; unitY < unitsDown; unitY++) {
            readUnits();
            int rows = Math.min(unitHeight, height - unitY * unitHeight);
            for (int row = 0; row < rows; row++) {
                colour(row, width, rgb, 3 * width * (unitY * unitHeight + row));
            }
        }
        blocks.end();
        return new Pixels(width, height, rgb, List.of());
    }

    private void readUnits() throws IrregularJpeg {
        for (int unit = 0; unit < unitsAcross; unit++) {
            if (scan.restartInterval() > 0 && unitsLeft-- == 0) {
                blocks.restart();
                planes.forEach(Plane::restart);
                unitsLeft = scan.restartInterval() - 1;
            }
            for (Plane plane : planes) {
                plane.readUnit(blocks, unit);
            }
        }
    }

    /** Y, Cb, Cr to R, G, B as JFIF defines them, in the fixed-point numbers of libjpeg; grey is repeated. */
    private void colour(int row, int width, byte[] rgb, int start) {
        int[] luma = planes.get(0).samples;
        boolean grey = planes.size() == 1;
        int[] blues = planes.get(grey ? 0 : 1).samples;
        int[] reds = planes.get(grey ? 0 : 2).samples;
        int from = row * planes.get(0).stride;
        for (int to = start; to < start + 3 * width; to += 3, from++) {
            int y = luma[from];
            int cb = grey ? 0 : blues[from] - 128;
            int cr = grey ? 0 : reds[from] - 128;
            rgb[to] = (byte) clamp(y + ((91_881 * cr + HALF) >> 16)); // 1.402
            rgb[to + 1] = (byte) clamp(y + ((-22_554 * cb - 46_802 * cr + HALF) >> 16)); // 0.34414, 0.71414
            rgb[to + 2] = (byte) clamp(y + ((116_130 * cb + HALF) >> 16)); // 1.772
        }
    }

    private static int clamp(int sample) {
        return Math.max(0, Math.min(255, sample));
    }

    /** One component's samples of a row of units, all components in the same, reduced size. */
    private static final class Plane {
        private final Component component;
        private final float[] @Nullable [] waves;
        private final int blockWidth;
        private final int blockHeight;
        private final int stride;
        private final int[] samples; // (unit height, stride), 0 to 255
        private final float[] block; // (block height, block width)
        private int constant;

        Plane(Component component, JpegScan scan, int reduction, int unitsAcross) {
            this.component = component;
            this.blockWidth = BLOCK / reduction * scan.maxH() / component.h();
            this.blockHeight = BLOCK / reduction * scan.maxV() / component.v();
            this.waves = CosineWaves.of(blockWidth, blockHeight, component.quantization());
            this.stride = unitsAcross * component.h() * blockWidth;
            this.samples = new int[stride * component.v() * blockHeight];
            this.block = new float[blockWidth * blockHeight];
        }

        void restart() {
            constant = 0;
        }

        void readUnit(CodedBlocks blocks, int unit) throws IrregularJpeg {
            for (int v = 0; v < component.v(); v++) {
                for (int h = 0; h < component.h(); h++) {
                    constant = blocks.read(component, waves, constant, block);
                    int to = v * blockHeight * stride + (unit * component.h() + h) * blockWidth;
                    store(to);
                }
            }
        }

        /**
         * Rounded here, as other decoders do: what they make of a plain background is then the same. Ties go to even
         * numbers, for constant parts of few steps meet them often and upwards would make the picture brighter.
         */
        private void store(int start) {
            for (int from = 0, to = start; from < block.length; from += blockWidth, to += stride) {
                for (int x = 0; x < blockWidth; x++) {
                    samples[to + x] = clamp((int) Math.rint(block[from + x]) + 128);
                }
            }
        }
    }
}
