package org.bubblegram.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Files for an import, as a ZIP or a directory. */
final class Archives {
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    static Archives empty() {
        return new Archives();
    }

    /** A labels.csv with so many images beside it, named a.png, b.png, ... and each of its own colour. */
    static Archives labelled(String labelsCsv, int images) {
        Archives archive = empty().with("labels.csv", labelsCsv);
        for (int i = 0; i < images; i++) {
            archive.with((char) ('a' + i) + ".png", png(8, 8, 1000 * i));
        }
        return archive;
    }

    Archives with(String name, String text) {
        return with(name, text.getBytes(UTF_8));
    }

    Archives with(String name, byte[] bytes) {
        files.put(name, bytes);
        return this;
    }

    ImportSource zip(Path folder) throws IOException {
        return zip(folder, UTF_8);
    }

    ImportSource zip(Path folder, Charset names) throws IOException {
        Path zip = folder.resolve("upload.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip), names)) {
            for (var file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
                out.closeEntry();
            }
        }
        return new ImportSource.Archive(zip);
    }

    Path directory(Path folder) throws IOException {
        for (var file : files.entrySet()) {
            Path target = folder.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
        return folder;
    }

    static byte[] png(int width, int height, int colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, colour);
        return png(image);
    }

    static byte[] png(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
