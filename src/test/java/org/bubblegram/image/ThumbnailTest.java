package org.bubblegram.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThumbnailTest {
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

    @ParameterizedTest
    @CsvSource({
        "400, 300, 100, 100, 75",
        "300, 400, 100, 100, 133",
        "10, 10, 64, 64, 64",
        "2000, 1, 16, 16, 1",
        "1, 200, 2048, 20, 4096"
    })
    void theAspectIsKept(int width, int height, int wanted, int expectedWidth, int expectedHeight) {
        Pixels thumbnail = Thumbnail.of(plain(width, height), wanted);

        assertThat(thumbnail.width()).isEqualTo(expectedWidth);
        assertThat(thumbnail.height()).isEqualTo(expectedHeight);
        assertThat(thumbnail.rgb()).containsOnly((byte) 200);
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 2049, 0, -1})
    void widthsOutOfRangeAreRefused(int width) {
        assertThatIllegalArgumentException().isThrownBy(() -> Thumbnail.of(plain(10, 10), width));
    }

    @Test
    void pngBytesAreReadBackUnchanged() throws Exception {
        byte[] rgb = new byte[3 * 7 * 5];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 37);
        }

        Pixels read = decoder.decode(ImageEncoder.png(new Pixels(7, 5, rgb, List.of())));

        assertThat(read.rgb()).containsExactly(rgb);
        assertThat(read.width()).isEqualTo(7);
    }

    @Test
    void jpegBytesAreReadBackNearly() throws Exception {
        Pixels read = decoder.decode(ImageEncoder.jpeg(plain(30, 20)));

        assertThat(read.height()).isEqualTo(20);
        assertThat(read.rgb()[100] & 0xff).isBetween(198, 202);
    }

    private static Pixels plain(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) 200);
        return new Pixels(width, height, rgb, List.of());
    }
}
