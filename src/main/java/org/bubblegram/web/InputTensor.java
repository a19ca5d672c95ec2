package org.bubblegram.web;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bubblegram.image.ImageLimits;
import org.bubblegram.image.ImageSize;
import org.bubblegram.image.Pixels;
import org.bubblegram.prediction.Picture;
import org.bubblegram.web.InferenceRequest.Input;

/** The forms in which pictures come as a tensor. */
enum InputTensor {
    /** Encoded files: (N). */
    IMAGE("image", "BYTES") {
        @Override
        List<Picture> pictures(Input input, TensorData data, ImageLimits limits) {
            TensorShape shape = TensorShape.of(input.shape(), 1, SHAPE);
            requireFew(shape.side(0));
            return data.files(shape).stream().map(Picture::file).toList();
        }
    },

    /** RGB values of any size, 0 to 255, that are preprocessed like those of a file: (N, H, W, 3) or (N, 3, H, W). */
    PIXELS("pixels", "UINT8") {
        @Override
        List<Picture> pictures(Input input, TensorData data, ImageLimits limits) {
            PictureLayout layout = layout(input);
            requireWithin(layout.size(), limits.maxPixels());
            if (Math.max(layout.size().width(), layout.size().height()) > ImageLimits.MOST_SIDE) {
                throw new TooLarge("a side has more than " + ImageLimits.MOST_SIDE + " pixels");
            }
            ByteBuffer values = data.bytes(layout.shape());
            ImageSize size = layout.size();
            return IntStream.range(0, layout.n())
                    .mapToObj(i -> Picture.pixels(
                            new Pixels(size.width(), size.height(), layout.interleaved(values, i), List.of())))
                    .toList();
        }
    },

    /** What the network itself takes, normalized: (N, 3, H, W) or (N, H, W, 3). */
    IMAGES("images", "FP32") {
        @Override
        List<Picture> pictures(Input input, TensorData data, ImageLimits limits) {
            PictureLayout layout = layout(input);
            ImageSize size = layout.size();
            requireWithin(size, MOST_NORMALIZED);
            if (Math.min(size.width(), size.height()) < LEAST_SIDE) {
                throw new InvalidRequest(SHAPE, "must have sides of at least " + LEAST_SIDE + " pixels");
            }
            FloatBuffer values = data.floats(layout.shape());
            requireNormalized(values);
            return IntStream.range(0, layout.n())
                    .mapToObj(i -> Picture.normalized(layout.interleaved(values, i), size))
                    .toList();
        }
    };

    /** Pixels of a normalized picture: preprocessing makes no larger ones, and the network's memory grows with them. */
    static final long MOST_NORMALIZED = 1024L * 1024;

    /** The smallest side that the network can see. */
    static final int LEAST_SIDE = 32;

    /** Normalized values are about -2.2 to 2.7; far larger ones would overflow within the network. */
    static final int LARGEST_VALUE = 1000;

    private static final String SHAPE = "inputs[0].shape";

    private final String label;
    private final String datatype;

    InputTensor(String label, String datatype) {
        this.label = label;
        this.datatype = datatype;
    }

    /** Name, datatype and shape, -1 for a side of any length. */
    InferenceModel.Tensor metadata() {
        List<Long> shape = switch (this) {
            case IMAGE -> List.of(-1L);
            case PIXELS -> List.of(-1L, -1L, -1L, 3L);
            case IMAGES -> List.of(-1L, 3L, -1L, -1L);
        };
        return new InferenceModel.Tensor(label, datatype, shape);
    }

    /**
     * The pictures in a tensor of this form.
     *
     * @throws InvalidRequest if shape and elements do not fit
     * @throws TooLarge if there are more pictures or pixels than one request may have
     */
    abstract List<Picture> pictures(Input input, TensorData data, ImageLimits limits);

    /** @throws InvalidRequest if there is no such form, or it has another datatype */
    static InputTensor of(Input input) {
        InputTensor tensor = Arrays.stream(values())
                .filter(known -> known.label.equals(input.name()))
                .findFirst()
                .orElseThrow(() -> new InvalidRequest("inputs[0].name", "must be image, pixels or images"));
        if (!tensor.datatype.equals(input.datatype())) {
            throw new InvalidRequest("inputs[0].datatype", "must be " + tensor.datatype + " for " + tensor.label);
        }
        return tensor;
    }

    private static PictureLayout layout(Input input) {
        PictureLayout layout = PictureLayout.of(TensorShape.of(input.shape(), 4, SHAPE), SHAPE);
        requireFew(layout.n());
        return layout;
    }

    private static void requireFew(int n) {
        if (n > PredictionController.MAX_IMAGES) {
            throw new TooLarge(n + " images in one request; " + PredictionController.MAX_IMAGES + " are the most");
        }
    }

    private static void requireWithin(ImageSize size, long pixels) {
        if (size.pixels() > pixels) {
            throw new TooLarge(size.width() + "x" + size.height() + " pixels are more than the limit of " + pixels);
        }
    }

    private static void requireNormalized(FloatBuffer values) {
        for (int i = 0; i < values.limit(); i++) {
            if (!(Math.abs(values.get(i)) <= LARGEST_VALUE)) { // not a number neither
                throw new InvalidRequest(
                        "inputs[0].data",
                        "has " + values.get(i) + " as element " + i + "; normalized values are about -2.2 to 2.7");
            }
        }
    }
}
