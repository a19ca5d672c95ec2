package org.bubblegram.benchmark;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** JPEGs that are as hard to decode as photographs: shapes with edges, shades between, noise over all. */
final class Photographs {
    private static final float QUALITY = 0.9f;
    private static final int SHAPES = 300;
    private static final double NOISE = 6;

    private Photographs() {}

    /** 224 x 224. */
    static byte[] small() throws IOException {
        return jpeg(224, 224);
    }

    /** 4000 x 3000, as cameras make them. */
    static byte[] large() throws IOException {
        return jpeg(4000, 3000);
    }

    private static byte[] jpeg(int width, int height) throws IOException {
        SplittableRandom random = new SplittableRandom(width);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        draw(image, random);
        addNoise(image, random);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static void draw(BufferedImage image, SplittableRandom random) {
        int width = image.getWidth();
        int height = image.getHeight();
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setPaint(new GradientPaint(0, 0, new Color(60, 70, 80), width, height, new Color(170, 175, 165)));
        graphics.fillRect(0, 0, width, height);
        for (int i = 0; i < SHAPES; i++) {
            double size = width * (0.01 + 0.08 * random.nextDouble());
            double x = random.nextDouble() * width - size / 2;
            double y = random.nextDouble() * height - size / 2;
            int shade = random.nextInt(40, 220);
            graphics.setPaint(new Color(shade, shade, Math.min(255, shade + 15), 180));
            graphics.fill(new Ellipse2D.Double(x, y, size, size));
        }
        graphics.dispose();
    }

    private static void addNoise(BufferedImage image, SplittableRandom random) {
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int x = 0; x < row.length; x++) {
                int noise = (int) Math.round(NOISE * random.nextGaussian());
                row[x] = channel(row[x] >> 16, noise) << 16 | channel(row[x] >> 8, noise) << 8 | channel(row[x], noise);
            }
            image.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
    }

    private static int channel(int value, int noise) {
        return Math.max(0, Math.min(255, (value & 255) + noise));
    }
}
