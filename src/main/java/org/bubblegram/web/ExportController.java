package org.bubblegram.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Set;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.ModelVersion;
import org.bubblegram.registry.NetworkFiles;
import org.bubblegram.registry.VersionArchive;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** Versions as files to take away. */
@RestController
@Tag(name = "Models")
final class ExportController {
    private static final int PIECE = 1 << 16;

    /** What a version is taken away as. */
    enum Format {
        ONNX("onnx", MediaType.APPLICATION_OCTET_STREAM_VALUE),
        SAFETENSORS("safetensors", MediaType.APPLICATION_OCTET_STREAM_VALUE),
        ARCHIVE("zip", "application/zip");

        private final String extension;
        private final String type;

        Format(String extension, String type) {
            this.extension = extension;
            this.type = type;
        }
    }

    private final ModelRegistry registry;
    private final NetworkFiles networks;
    private final VersionArchive archive;

    ExportController(ModelRegistry registry, NetworkFiles networks, VersionArchive archive) {
        this.registry = registry;
        this.networks = networks;
        this.archive = archive;
    }

    @Operation(
            summary = "Export a version",
            description =
                    "`onnx` for any runtime: `images` (N, 3, H, W) in; `logits`, `features` and `feature_map` out. "
                            + "`safetensors` with torchvision's names. `archive`: a ZIP of all files with `SHA256SUMS`. "
                            + "`ETag` is the SHA-256 of the file, for an archive that of `SHA256SUMS`.")
    @ApiResponse(
            responseCode = "200",
            description = "The file",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                        schema = @Schema(type = "string", format = "binary")),
                @Content(mediaType = "application/zip", schema = @Schema(type = "string", format = "binary"))
            })
    @ApiResponse(responseCode = "304", description = "The caller has it, as `If-None-Match` says", content = @Content)
    @GetMapping("/v1/models/{name}/versions/{version}/export")
    void export(
            @PathVariable String name,
            @PathVariable @Min(1) int version,
            @Parameter(description = "What to export.") @RequestParam Format format,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        ModelVersion stored = registry.resolve(new ModelReference(name, version, null));
        ModelVersion found = format == Format.SAFETENSORS ? stored : networks.withOnnx(stored);
        if (new ServletWebRequest(request, response).checkNotModified(digest(found, format))) {
            return;
        }
        describe(found, format, response);
        if (HttpMethod.HEAD.matches(request.getMethod())) {
            return;
        }
        try {
            verify(found, format);
            send(found, format, response.getOutputStream());
        } catch (IOException | RuntimeException e) {
            startOver(response);
            throw e;
        }
    }

    private String digest(ModelVersion version, Format format) {
        return format == Format.ARCHIVE
                ? archive.digest(version)
                : Objects.requireNonNull(version.files().get(file(format)));
    }

    private static String file(Format format) {
        return format == Format.ONNX ? ModelRegistry.ONNX : ModelRegistry.WEIGHTS;
    }

    private void describe(ModelVersion version, Format format, HttpServletResponse response) throws IOException {
        String name = "%s-%d.%s".formatted(version.model(), version.version(), format.extension);
        response.setContentType(format.type);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
        if (format != Format.ARCHIVE) {
            response.setContentLengthLong(registry.size(version, file(format)));
        }
    }

    /** What is damaged is answered as a problem, not by a file that ends half way. */
    private void verify(ModelVersion version, Format format) throws IOException {
        for (String file : format == Format.ARCHIVE ? version.files().keySet() : Set.of(file(format))) {
            registry.verify(version, file);
        }
    }

    private void send(ModelVersion version, Format format, OutputStream out) throws IOException {
        if (format == Format.ARCHIVE) {
            archive.write(version, out);
            return;
        }
        try (InputStream in = registry.open(version, file(format))) {
            copy(in, out);
        }
    }

    /** Holds each piece back until the next is read: a file damaged since is known at its end, and must not arrive whole. */
    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] piece = in.readNBytes(PIECE);
        while (piece.length > 0) {
            byte[] next = in.readNBytes(PIECE);
            out.write(piece);
            piece = next;
        }
    }

    /** What was said of the file does not hold for the problem that is answered in its place. */
    private static void startOver(HttpServletResponse response) {
        if (!response.isCommitted()) {
            String id = response.getHeader(RequestIds.HEADER);
            response.reset();
            response.setHeader(RequestIds.HEADER, id);
        }
    }
}
