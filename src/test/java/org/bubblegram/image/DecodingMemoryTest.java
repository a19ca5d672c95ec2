package org.bubblegram.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bubblegram.image.EncodedFiles.gradient;
import static org.bubblegram.image.EncodedFiles.png;
import static org.bubblegram.image.EncodedFiles.write;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DecodingMemoryTest {
    private static final int TOTAL = 100 << 10;

    private final DecodingMemory memory = new DecodingMemory(TOTAL);
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT, memory);
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void aPictureWaitsUntilThereIsMemoryForIt() throws Exception {
        byte[] file = write(gradient(100, 100), "png"); // 10,000 pixels of 3 + 6 bytes
        int taken = memory.take(TOTAL / 2);

        Future<Pixels> decoded = threads.submit(() -> decoder.decode(file));

        assertWaiting(decoded);
        memory.giveBack(taken);
        assertThat(decoded.get().width()).isEqualTo(100);
    }

    @Test
    void aPictureOfDeepSamplesTakesMore() throws Exception {
        byte[] grey = png(60, 60, 8, 0, new byte[61 * 60]); // 3,600 pixels of 1 + 6 bytes
        byte[] deep = png(60, 60, 16, 6, new byte[(8 * 60 + 1) * 60]); // and of 8 + 6
        int taken = memory.take(TOTAL - (40 << 10));

        Future<Pixels> shallow = threads.submit(() -> decoder.decode(grey));
        Future<Pixels> waiting = threads.submit(() -> decoder.decode(deep));

        assertThat(shallow.get().height()).isEqualTo(60);
        assertWaiting(waiting);
        memory.giveBack(taken);
        assertThat(waiting.get().height()).isEqualTo(60);
    }

    @Test
    void aPictureThatNeedsMoreThanThereIsIsDecodedAlone() throws Exception {
        byte[] file = write(gradient(200, 200), "png");
        int taken = memory.take(1);

        Future<Pixels> decoded = threads.submit(() -> decoder.decode(file));

        assertWaiting(decoded);
        memory.giveBack(taken);
        assertThat(decoded.get().width()).isEqualTo(200);
    }

    @Test
    void aJpegThatIsReducedTakesNoMemoryForItsPixels() throws Exception {
        DecodingMemory megabyte = new DecodingMemory(1 << 20);
        ImageDecoder another = new ImageDecoder(ImageLimits.DEFAULT, megabyte);
        byte[] file = EncodedFiles.jpeg(EncodedFiles.photograph(600, 600), "2x2", 0); // 3 MB where all is decoded
        assertThat(file.length).isLessThan(300_000);
        int taken = megabyte.take(1 << 19);

        Future<NetworkInput> reduced = threads.submit(() -> another.decode(file, new Preprocessing(32)));
        assertThat(reduced.get().size()).isEqualTo(new ImageSize(600, 600));
        Future<Pixels> whole = threads.submit(() -> another.decode(file));
        assertWaiting(whole);

        megabyte.giveBack(taken);
        assertThat(whole.get().width()).isEqualTo(600);
    }

    @Test
    void whoeverDecodesGivesBackWhatItTook() throws Exception {
        byte[] file = write(gradient(100, 100), "png");
        byte[] damaged = write(gradient(100, 100), "bmp").clone();
        byte[] half = Arrays.copyOf(damaged, damaged.length / 2);
        Callable<Boolean> rounds = () -> {
            for (int round = 0; round < 50; round++) {
                decoder.decode(file);
                assertThatThrownBy(() -> decoder.decode(half)).isInstanceOf(UnreadableImage.class);
            }
            return true;
        };

        for (Future<Boolean> both : threads.invokeAll(List.of(rounds, rounds))) {
            assertThat(both.get()).isTrue();
        }

        assertThat(CompletableFuture.supplyAsync(() -> memory.take(TOTAL)).get())
                .isEqualTo(TOTAL >> 10);
    }

    private static void assertWaiting(Future<?> future) {
        assertThatThrownBy(() -> future.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
    }
}
