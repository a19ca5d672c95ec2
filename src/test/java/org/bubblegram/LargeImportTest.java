package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports stream: many pictures need no more heap than few. */
@Tag("long")
class LargeImportTest {
    private static final int PICTURES = 100_000;

    @TempDir
    Path folder;

    @Test
    void aHundredThousandPicturesAreImportedWithLessThanHalfAGigabyteOfHeap() throws Exception {
        Path zip = archive();
        try (ServiceProcess service = ServiceProcess.start(folder, "-Xmx480m", "--bubblegram.demo.enabled=false")) {
            HttpResponse<String> answer = service.api()
                    .send(service.api()
                            .request("/v1/datasets")
                            .timeout(Duration.ofMinutes(30))
                            .header("Content-Type", Uploads.MULTIPART)
                            .POST(form(zip)));
            assertThat(answer.statusCode()).as(service.log()).isEqualTo(201);
            assertThat(Api.json(service.api().send(service.api().request("/v1/datasets/many")))
                            .path("samples")
                            .asInt())
                    .isEqualTo(PICTURES);
        }
    }

    private static BodyPublisher form(Path zip) throws IOException {
        return BodyPublishers.concat(
                BodyPublishers.ofString("""
                        --limit
                        Content-Disposition: form-data; name="name"

                        many
                        --limit
                        Content-Disposition: form-data; name="archive"; filename="many.zip"
                        Content-Type: application/zip

                        """.replace("\n", "\r\n")),
                BodyPublishers.ofFile(zip),
                BodyPublishers.ofString("\r\n--limit--\r\n"));
    }

    private Path archive() throws IOException {
        Path zip = folder.resolve("many.zip");
        try (var out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(zip)))) {
            out.setLevel(1);
            out.putNextEntry(new ZipEntry("labels.csv"));
            out.write("image,0-1px,1-2px\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < PICTURES; i++) {
                out.write("%d.png,%d,%d\n".formatted(i, i % 7 + 1, i % 11 + 1).getBytes(StandardCharsets.UTF_8));
            }
            out.closeEntry();
            BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < PICTURES; i++) {
                out.putNextEntry(new ZipEntry("images/" + i + ".png"));
                picture.setRGB(i % 32, i / 32 % 32, i); // no two are the same
                ByteArrayOutputStream png = new ByteArrayOutputStream();
                ImageIO.write(picture, "png", png);
                out.write(png.toByteArray());
                out.closeEntry();
            }
        }
        return zip;
    }
}
