package org.bubblegram.training;

import java.io.IOException;
import java.io.InputStream;
import org.bubblegram.dataset.Datasets;
import org.bubblegram.dataset.Sample;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.image.UnreadableImage;

/** A sample's image as the network's input. */
public final class SampleInputs {
    private final Datasets datasets;
    private final ImageDecoder decoder;
    private final Preprocessing preprocessing;

    public SampleInputs(Datasets datasets, ImageDecoder decoder, Preprocessing preprocessing) {
        this.datasets = datasets;
        this.decoder = decoder;
        this.preprocessing = preprocessing;
    }

    Preprocessing preprocessing() {
        return preprocessing;
    }

    /** Floats of one input: height * width * 3. */
    int floats() {
        return floats(new InputSpec(preprocessing.size()));
    }

    /** Floats of one input, at most 3 million. */
    static int floats(InputSpec spec) {
        return spec.size() * spec.size() * 3;
    }

    /**
     * (H, W, 3), upright.
     *
     * @throws TrainingFailure if the file is no picture any more
     */
    public float[] load(Sample sample) throws IOException {
        try (InputStream in = datasets.image(sample)) {
            return decoder.decode(in.readAllBytes(), preprocessing).values();
        } catch (UnreadableImage e) {
            // it was readable when it was imported
            throw new TrainingFailure(
                    "image_damaged", "Image " + sample.image() + " cannot be read: " + e.getMessage());
        }
    }
}
