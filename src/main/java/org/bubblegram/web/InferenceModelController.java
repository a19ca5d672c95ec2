package org.bubblegram.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.bubblegram.prediction.Readiness;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.ModelVersion;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.info.BuildProperties;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What there is to infer with, by the Open Inference Protocol v2. */
@RestController
@RequestMapping(path = "/v2", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = OpenInference.TAG, description = OpenInference.DESCRIPTION)
final class InferenceModelController {
    /** Who answers. */
    @Schema(name = "InferenceServer")
    record Server(String name, String version, List<String> extensions) {}

    record Live(boolean live) {}

    record Ready(boolean ready) {}

    @Schema(name = "InferenceModelReady")
    record ModelReady(String name, boolean ready) {}

    private static final String READY =
            "503 where this build cannot serve it, or its files are damaged. Files of models "
                    + "that are not in memory are looked at once a minute at most.";

    private final ModelRegistry registry;
    private final Readiness readiness;
    private final HealthEndpoint health;
    private final String version;

    InferenceModelController(
            ModelRegistry registry, Readiness readiness, HealthEndpoint health, ObjectProvider<BuildProperties> build) {
        this.registry = registry;
        this.readiness = readiness;
        this.health = health;
        BuildProperties properties = build.getIfAvailable();
        String known = properties == null ? null : properties.getVersion();
        this.version = known == null ? "unknown" : known;
    }

    @Operation(summary = "Get the server's metadata")
    @GetMapping
    Server server() {
        return new Server("bubblegram", version, List.of("binary_tensor_data"));
    }

    @Operation(
            summary = "Tell whether the server lives",
            description = "As `/actuator/health/liveness`: 503 where only a restart helps.")
    @GetMapping("/health/live")
    ResponseEntity<Live> live() {
        boolean live = up("liveness");
        return ResponseEntity.status(live ? 200 : 503).body(new Live(live));
    }

    @Operation(
            summary = "Tell whether the server takes requests",
            description = "As `/actuator/health/readiness`: 503 while it starts or shuts down, or something that it "
                    + "needs (database, store, disk, engine, models) has not worked for a while.")
    @GetMapping("/health/ready")
    ResponseEntity<Ready> ready() {
        boolean ready = up("readiness");
        return ResponseEntity.status(ready ? 200 : 503).body(new Ready(ready));
    }

    private boolean up(String group) {
        HealthDescriptor found = health.healthForPath(group);
        return found != null && found.getStatus().equals(Status.UP);
    }

    @Operation(
            summary = "Get a model's metadata",
            description = "Of its alias `production`, or the newest version where there is none.")
    @GetMapping("/models/{name}")
    InferenceModel model(@PathVariable String name) {
        return model(new ModelReference(name, null, null));
    }

    @Operation(summary = "Get a version's metadata")
    @GetMapping("/models/{name}/versions/{version}")
    InferenceModel version(@PathVariable String name, @PathVariable @Min(1) int version) {
        return model(new ModelReference(name, version, null));
    }

    @Operation(summary = "Tell whether a model answers", description = READY)
    @GetMapping("/models/{name}/ready")
    ResponseEntity<ModelReady> modelReady(@PathVariable String name) {
        return ready(new ModelReference(name, null, null));
    }

    @Operation(summary = "Tell whether a version answers", description = READY)
    @GetMapping("/models/{name}/versions/{version}/ready")
    ResponseEntity<ModelReady> versionReady(@PathVariable String name, @PathVariable @Min(1) int version) {
        return ready(new ModelReference(name, version, null));
    }

    private InferenceModel model(ModelReference reference) {
        ModelVersion version = registry.resolve(reference);
        List<Integer> versions = registry.versions(reference.model()).stream()
                .map(ModelVersion::version)
                .toList();
        return InferenceModel.of(
                reference.model(), versions, version.card().bins().size());
    }

    private ResponseEntity<ModelReady> ready(ModelReference reference) {
        boolean ready = readiness.ready(reference);
        return ResponseEntity.status(ready ? 200 : 503).body(new ModelReady(reference.model(), ready));
    }
}
