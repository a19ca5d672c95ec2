package org.bubblegram;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bubblegram.rendering.BubbleRenderer;
import org.bubblegram.rendering.RenderSpec;

/** Bodies of uploads, made of small rendered pictures. */
public final class Uploads {
    public static final String MULTIPART = "multipart/form-data; boundary=limit";

    private Uploads() {}

    /** PNG bytes of a picture of 64x64. */
    public static byte[] picture(int index) {
        return new BubbleRenderer(new RenderSpec(40, 99L, 64, 64, null))
                .render(index)
                .png();
    }

    /** Photographs to be predicted from, a part each. */
    public static BodyPublisher images(byte[]... images) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < images.length; i++) {
            body.write(lines("""
                    --limit
                    Content-Disposition: form-data; name="image"; filename="%d.png"
                    Content-Type: image/png

                    """.formatted(i)));
            body.write(images[i]);
            body.write(lines("\n"));
        }
        body.write(lines("--limit--\n"));
        return BodyPublishers.ofByteArray(body.toByteArray());
    }

    /** A data set of eight pictures in a ZIP. */
    public static BodyPublisher dataset(String name) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(lines("""
                --limit
                Content-Disposition: form-data; name="name"

                %s
                --limit
                Content-Disposition: form-data; name="archive"; filename="a.zip"
                Content-Type: application/zip

                """.formatted(name)));
        body.write(archive());
        body.write(lines("\n--limit--\n"));
        return BodyPublishers.ofByteArray(body.toByteArray());
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            StringBuilder labels = new StringBuilder("image,0-8px,8px+\n");
            for (int i = 0; i < 8; i++) {
                zip.putNextEntry(new ZipEntry("images/" + i + ".png"));
                zip.write(picture(i));
                labels.append(i)
                        .append(".png,0.")
                        .append(i + 1)
                        .append(",0.")
                        .append(9 - i)
                        .append('\n');
            }
            zip.putNextEntry(new ZipEntry("labels.csv"));
            zip.write(labels.toString().getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    /** With the line ends of HTTP. */
    private static byte[] lines(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
