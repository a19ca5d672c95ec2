package org.bubblegram.prediction;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import org.bubblegram.engine.OnnxModel;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.ImageSize;
import org.bubblegram.image.NetworkInput;
import org.bubblegram.image.Pixels;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.image.UnreadableImage;

/** What can be predicted from: an image file, its pixels, or what the network itself takes. */
public abstract sealed class Picture {
    private Picture() {}

    /** An image file, read and decoded when its turn comes. */
    public static Picture file(Photograph photograph) {
        return new File(photograph);
    }

    /** Pixels of any size, to be preprocessed like those of a file. */
    public static Picture pixels(Pixels pixels) {
        return new Decoded(pixels);
    }

    /** @param values (H, W, 3), normalized as {@link Preprocessing} does it; any size that the network can see, 32 up */
    public static Picture normalized(FloatBuffer values, ImageSize size) {
        return new Normalized(values, size);
    }

    abstract Input input(Preprocessing preprocessing, ImageDecoder decoder) throws IOException, UnreadableImage;

    /**
     * Ready for the network.
     *
     * @param values (3, H, W), turned so by whoever decodes: the network's thread has no time for it
     * @param size H and W
     * @param image what the values were made from, upright
     * @param warnings of the decoder
     */
    record Input(FloatBuffer values, ImageSize size, ImageSize image, List<String> warnings) {}

    private static Input square(float[] values, Preprocessing preprocessing, ImageSize image, List<String> warnings) {
        ImageSize side = new ImageSize(preprocessing.size(), preprocessing.size());
        return new Input(OnnxModel.channelsFirst(FloatBuffer.wrap(values)), side, image, warnings);
    }

    private static final class File extends Picture {
        private final Photograph photograph;

        File(Photograph photograph) {
            this.photograph = photograph;
        }

        @Override
        Input input(Preprocessing preprocessing, ImageDecoder decoder) throws IOException, UnreadableImage {
            NetworkInput input = decoder.decode(photograph.bytes(), preprocessing);
            return square(input.values(), preprocessing, input.size(), input.warnings());
        }
    }

    private static final class Decoded extends Picture {
        private final Pixels pixels;

        Decoded(Pixels pixels) {
            this.pixels = pixels;
        }

        @Override
        Input input(Preprocessing preprocessing, ImageDecoder decoder) {
            ImageSize image = new ImageSize(pixels.width(), pixels.height());
            return square(preprocessing.apply(pixels), preprocessing, image, pixels.warnings());
        }
    }

    private static final class Normalized extends Picture {
        private final FloatBuffer values;
        private final ImageSize size;

        Normalized(FloatBuffer values, ImageSize size) {
            this.values = values;
            this.size = size;
        }

        @Override
        Input input(Preprocessing preprocessing, ImageDecoder decoder) {
            return new Input(OnnxModel.channelsFirst(values), size, size, List.of());
        }
    }
}
