package org.bubblegram.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.DatasetNotFound;
import org.bubblegram.dataset.Datasets;
import org.bubblegram.dataset.Sample;
import org.bubblegram.image.UnreadableImage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The pictures of a data set. */
@RestController
@Tag(name = "Data sets")
final class SampleImageController {
    private static final Map<String, MediaType> TYPES = Map.of(
            "jpg", MediaType.IMAGE_JPEG,
            "jpeg", MediaType.IMAGE_JPEG,
            "png", MediaType.IMAGE_PNG,
            "gif", MediaType.IMAGE_GIF,
            "bmp", MediaType.parseMediaType("image/bmp"),
            "tif", MediaType.parseMediaType("image/tiff"),
            "tiff", MediaType.parseMediaType("image/tiff"));

    private final Datasets datasets;
    private final Thumbnails thumbnails;

    SampleImageController(Datasets datasets, Thumbnails thumbnails) {
        this.datasets = datasets;
        this.thumbnails = thumbnails;
    }

    @Operation(
            summary = "Get the image of a sample",
            description = "The file as it was imported, or with `width` an upright JPEG of at most that width.")
    @ApiResponse(
            responseCode = "200",
            description = "The image",
            content = @Content(mediaType = "image/*", schema = @Schema(type = "string", format = "binary")))
    @GetMapping("/v1/datasets/{name}/samples/{id}/image")
    ResponseEntity<Resource> image(
            @PathVariable String name,
            @PathVariable @Min(0) int id,
            @Parameter(description = "Width of a thumbnail in pixels.")
                    @RequestParam(required = false)
                    @Min(16)
                    @Max(2048)
                    @Nullable
                    Integer width)
            throws IOException, UnreadableImage {
        Sample sample = sample(name, id);
        if (width == null) {
            return answer(type(sample.image()), new InputStreamResource(datasets.image(sample)));
        }
        try (InputStream file = datasets.image(sample)) {
            return answer(MediaType.IMAGE_JPEG, new ByteArrayResource(thumbnails.jpeg(file.readAllBytes(), width)));
        }
    }

    private Sample sample(String name, int id) {
        Dataset dataset = datasets.find(name).orElseThrow(() -> new DatasetNotFound(name));
        return datasets.samples(dataset, id - 1, 1).stream()
                .filter(sample -> sample.id() == id)
                .findFirst()
                .orElseThrow(() -> new SampleNotFound(name, id));
    }

    private static MediaType type(String file) {
        String extension = StringUtils.getFilenameExtension(file);
        return extension == null
                ? MediaType.APPLICATION_OCTET_STREAM
                : TYPES.getOrDefault(extension.toLowerCase(Locale.ROOT), MediaType.APPLICATION_OCTET_STREAM);
    }

    /** A browser shall take foreign files for nothing but pictures. */
    private static ResponseEntity<Resource> answer(MediaType type, Resource image) {
        return ResponseEntity.ok()
                .contentType(type)
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .body(image);
    }
}
