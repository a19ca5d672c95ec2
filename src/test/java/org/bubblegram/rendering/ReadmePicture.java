package org.bubblegram.rendering;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.bubblegram.image.ImageEncoder;

/** Draws the README's picture, a photograph of rendered bubbles beside its true histogram: src/docs/bubbles.png. */
public final class ReadmePicture {
    private static final int PHOTO_WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final int CHART_WIDTH = 420;
    private static final double BIN = 6; // pixels of diameter
    private static final int BINS = 13;

    private static final int LEFT = PHOTO_WIDTH + 78;
    private static final int RIGHT = PHOTO_WIDTH + CHART_WIDTH - 22;
    private static final int TOP = 66;
    private static final int BOTTOM = HEIGHT - 58;

    private static final Color INK = new Color(0x30363d);
    private static final Color BAR = new Color(0x5b8fb0);
    private static final Color GRID = new Color(0xe3e7ea);
    private static final Color LINE = new Color(0xc2502e);

    private final Graphics2D graphics;
    private final double[] sizes;

    private ReadmePicture(Graphics2D graphics, double[] sizes) {
        this.graphics = graphics;
        this.sizes = sizes;
    }

    public static void main(String[] arguments) throws IOException {
        Chance chance = Chance.of(2026, 3);
        List<Bubble> bubbles = new Population(27, 0.42, 0.5, 3).scatter(chance, PHOTO_WIDTH, HEIGHT);
        Look look = new Look(new Look.Backlight(.66, .71, .75, -.2, -.16, .22), -2.1, .48, .74, .5, .006);
        Photograph photograph = new Photograph(PHOTO_WIDTH, HEIGHT, look);
        bubbles.forEach(photograph::add);
        byte[] png = ImageEncoder.png(photograph.develop(chance));

        BufferedImage page = new BufferedImage(PHOTO_WIDTH + CHART_WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = page.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, page.getWidth(), page.getHeight());
        graphics.drawImage(ImageIO.read(new ByteArrayInputStream(png)), 0, 0, null);
        new ReadmePicture(graphics, sizes(bubbles)).chart();
        ImageIO.write(indexed(page), "png", Path.of("src/docs/bubbles.png").toFile());
    }

    /** The page in 256 colours, a third of the bytes; Java's own conversion would dither. */
    private static BufferedImage indexed(BufferedImage page) {
        int[] colours = palette();
        var model = new IndexColorModel(8, 256, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
        var indexed = new BufferedImage(page.getWidth(), page.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
        for (int y = 0; y < page.getHeight(); y++) {
            for (int x = 0; x < page.getWidth(); x++) {
                indexed.getRaster().setSample(x, y, 0, nearest(colours, page.getRGB(x, y)));
            }
        }
        return indexed;
    }

    /** The tints of the liquid from black to white, and those of the chart's two colours on white. */
    private static int[] palette() {
        int[] colours = new int[256];
        for (int i = 0; i < 240; i++) {
            double light = i / 239.0;
            double tint = 0.06 * 4 * light * (1 - light); // none in black and white
            colours[i] = new Color((float) (light * (1 - tint)), (float) light, (float) Math.min(1, light * (1 + tint)))
                    .getRGB();
        }
        for (int i = 0; i < 8; i++) {
            colours[240 + i] = onWhite(BAR, (i + 1) / 8f);
            colours[248 + i] = onWhite(LINE, (i + 1) / 8f);
        }
        return colours;
    }

    private static int onWhite(Color colour, float share) {
        float[] rgb = colour.getRGBColorComponents(null);
        return new Color(1 - share * (1 - rgb[0]), 1 - share * (1 - rgb[1]), 1 - share * (1 - rgb[2])).getRGB();
    }

    private static int nearest(int[] colours, int rgb) {
        int nearest = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < colours.length; i++) {
            int red = ((colours[i] >> 16) & 0xff) - ((rgb >> 16) & 0xff);
            int green = ((colours[i] >> 8) & 0xff) - ((rgb >> 8) & 0xff);
            int blue = (colours[i] & 0xff) - (rgb & 0xff);
            int distance = red * red + 2 * green * green + blue * blue;
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        return nearest;
    }

    private static double[] sizes(List<Bubble> bubbles) {
        return bubbles.stream()
                .filter(b -> b.centreLiesIn(PHOTO_WIDTH, HEIGHT))
                .mapToDouble(Bubble::size)
                .sorted()
                .toArray();
    }

    private void chart() {
        double[] fractions = fractions();
        double top = Math.ceil(Arrays.stream(fractions).max().orElseThrow() * 20) / 20; // full 5 %
        grid(top);
        for (int i = 0; i < BINS; i++) {
            int y = y(fractions[i] / top);
            graphics.setColor(BAR);
            graphics.fillRect(x(i * BIN) + 2, y, x((i + 1) * BIN) - x(i * BIN) - 3, BOTTOM - y);
        }
        graphics.setColor(INK);
        graphics.drawLine(LEFT, BOTTOM, RIGHT, BOTTOM);
        for (int i = 0; i <= BINS; i += 2) {
            centred("" + Math.round(i * BIN), x(i * BIN), BOTTOM + 18);
        }
        quantile("D10", 0.1);
        quantile("D50", 0.5);
        quantile("D90", 0.9);
        titles();
    }

    private double[] fractions() {
        double[] fractions = new double[BINS];
        for (double size : sizes) {
            fractions[(int) Math.min(BINS - 1, size / BIN)] += 1.0 / sizes.length;
        }
        return fractions;
    }

    private void grid(double top) {
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        for (double share = 0; share < top + 1e-9; share += 0.05) {
            int y = y(share / top);
            graphics.setColor(GRID);
            graphics.drawLine(LEFT, y, RIGHT, y);
            graphics.setColor(INK);
            String label = Math.round(100 * share) + " %";
            graphics.drawString(label, LEFT - 8 - graphics.getFontMetrics().stringWidth(label), y + 4);
        }
    }

    private void quantile(String name, double share) {
        double at = share * (sizes.length - 1);
        int below = (int) at;
        double size = sizes[below] + (at - below) * (sizes[Math.min(below + 1, sizes.length - 1)] - sizes[below]);
        graphics.setColor(LINE);
        graphics.setStroke(
                new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {5, 4}, 0));
        graphics.drawLine(x(size), TOP - 4, x(size), BOTTOM);
        graphics.setStroke(new BasicStroke(1));
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 12));
        centred(name, x(size), TOP - 21);
        centred("" + Math.round(size), x(size), TOP - 7);
    }

    private void titles() {
        graphics.setColor(INK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
        centred(sizes.length + " bubbles", (LEFT + RIGHT) / 2, 24);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        centred("bubble diameter, px", (LEFT + RIGHT) / 2, BOTTOM + 42);
        graphics.rotate(-Math.PI / 2);
        centred("share of bubbles", -(TOP + BOTTOM) / 2, PHOTO_WIDTH + 24);
        graphics.rotate(Math.PI / 2);
    }

    private void centred(String text, int x, int y) {
        graphics.drawString(text, x - graphics.getFontMetrics().stringWidth(text) / 2, y);
    }

    private static int x(double size) {
        return (int) Math.round(LEFT + (RIGHT - LEFT) * size / (BIN * BINS));
    }

    private static int y(double share) {
        return (int) Math.round(BOTTOM - (BOTTOM - TOP) * share);
    }
}
