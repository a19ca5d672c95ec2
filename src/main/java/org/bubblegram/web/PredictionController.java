package org.bubblegram.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.bubblegram.image.ImageLimits;
import org.bubblegram.image.UnreadableImage;
import org.bubblegram.prediction.Photograph;
import org.bubblegram.prediction.Prediction;
import org.bubblegram.prediction.Predictor;
import org.bubblegram.prediction.UnreadablePhotographs;
import org.bubblegram.registry.ModelReference;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Photographs in, histograms out. */
@RestController
@RequestMapping("/v1/models/{reference}/predictions")
@Tag(name = "Predictions", description = "Photographs in, histograms out.")
final class PredictionController {
    /** Images of one request. */
    static final int MAX_IMAGES = 256;

    /** As many as an array holds. */
    private static final long MOST_BYTES = Integer.MAX_VALUE - 16L;

    static final String REFERENCE =
            "A model: `froth` (its alias `production`, or the newest version), " + "`froth@3`, or `froth@production`.";

    private static final String DEADLINE =
            "Give up after this long (`500ms`, `2s`): 503 `deadline_exceeded` then. At most, and where absent, the "
                    + "operator's `bubblegram.prediction.deadline`.";

    private static final String INTERVALS =
            "A model with a variational head adds a 90 % `interval` to each bin and statistic; in CSV the columns "
                    + "`d50 low` and `d50 high`, and likewise for every other number, follow the rest.";

    /** Both ways in, for the OpenAPI document knows one operation a path and method. */
    @Retention(RetentionPolicy.RUNTIME)
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = "image/*", schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "application/octet-stream", schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "multipart/form-data", schema = @Schema(implementation = Photographs.class))
            })
    @interface PhotographBody {}

    /** Never made: says what the parts are. */
    @Schema(name = "Photographs")
    record Photographs(
            @ArraySchema(
                    minItems = 1,
                    maxItems = MAX_IMAGES,
                    schema = @Schema(type = "string", format = "binary", description = "An image file."))
            List<String> image) {}

    private final Predictor predictor;
    private final ImageLimits limits;

    PredictionController(Predictor predictor, ImageLimits limits) {
        this.predictor = predictor;
        this.limits = limits;
    }

    @Operation(
            summary = "Predict from one image",
            description = "JPEG, PNG, TIFF, BMP or GIF. `Accept: text/csv` answers a table of one row. " + INTERVALS)
    @PhotographBody
    @PostMapping(
            consumes = {"image/*", MediaType.APPLICATION_OCTET_STREAM_VALUE},
            produces = {MediaType.APPLICATION_JSON_VALUE, PredictionCsv.TYPE})
    PredictionView one(
            @Parameter(description = REFERENCE, example = "froth@3") @PathVariable String reference,
            @Parameter(description = DEADLINE, example = "2s")
                    @RequestParam(required = false)
                    @DurationMin(millis = 1)
                    @Nullable
                    Duration deadline,
            InputStream body)
            throws IOException, UnreadableImage {
        byte[] image = Body.read(body, (int) Math.min(limits.maxBytes(), MOST_BYTES));
        return PredictionView.of(predictor.predict(ModelReference.parse(reference), image, within(deadline)), null);
    }

    @Operation(
            summary = "Predict from many images",
            description =
                    "Answers each `image` part in order, and `pooled`, the mean of all. If any image cannot be read, "
                            + "nothing is answered: the problem's `errors` name each such part, `image[0]` the first. "
                            + "`Accept: text/csv` answers one row an image, without the pooled one. " + INTERVALS)
    @PhotographBody
    @PostMapping(
            consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
            produces = {MediaType.APPLICATION_JSON_VALUE, PredictionCsv.TYPE})
    Predictions.Many many(
            @Parameter(description = REFERENCE, example = "froth@3") @PathVariable String reference,
            @Parameter(description = DEADLINE, example = "2s")
                    @RequestParam(required = false)
                    @DurationMin(millis = 1)
                    @Nullable
                    Duration deadline,
            @Parameter(description = "One or more image files, each a part called `image`.") @RequestPart("image")
                    List<MultipartFile> images)
            throws UnreadablePhotographs {
        if (images.size() > MAX_IMAGES) {
            throw new TooLarge(images.size() + " images in one request; " + MAX_IMAGES + " are the most");
        }
        List<Photograph> photographs =
                images.stream().<Photograph>map(image -> image::getBytes).toList();
        List<Prediction> predictions =
                predictor.predict(ModelReference.parse(reference), photographs, within(deadline));
        List<PredictionView> views = IntStream.range(0, images.size())
                .mapToObj(
                        i -> PredictionView.of(predictions.get(i), images.get(i).getOriginalFilename()))
                .toList();
        return new Predictions.Many(views, Predictions.Pooled.of(predictions));
    }

    private Duration within(@Nullable Duration deadline) {
        Duration longest = predictor.longest();
        return deadline == null || deadline.compareTo(longest) > 0 ? longest : deadline;
    }
}
