package org.bubblegram.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bubblegram.prediction.Promotion;
import org.bubblegram.registry.ModelNotFound;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.ModelVersion;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Models, their versions and aliases. */
@RestController
@RequestMapping(path = "/v1/models", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Models", description = "What training published: versions, aliases, cards.")
final class ModelController {
    /** A model and which version each of its aliases means. */
    record Model(String name, List<Integer> versions, Map<String, Integer> aliases) {}

    /** Where an alias shall point. */
    record AliasRequest(
            @Schema(example = "3") @NotNull @Min(1) Integer version) {}

    /** Where an alias points. */
    record Alias(String model, String alias, int version) {}

    private final ModelRegistry registry;
    private final Promotion promotion;
    private final RequestReader reader;

    ModelController(ModelRegistry registry, Promotion promotion, RequestReader reader) {
        this.registry = registry;
        this.promotion = promotion;
        this.reader = reader;
    }

    @Operation(summary = "List models", description = "By name.")
    @GetMapping
    Page<Model> list(
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        String after = Cursor.after("models", cursor, Function.identity()).orElse(null);
        return Page.of(registry.models(after, limit + 1), limit, name -> new Cursor("models", name))
                .map(this::model);
    }

    @Operation(summary = "Get a model", description = "Its versions and aliases.")
    @GetMapping("/{name}")
    Model get(@PathVariable String name) {
        Model model = model(name);
        if (model.versions.isEmpty()) {
            throw new ModelNotFound(name);
        }
        return model;
    }

    private Model model(String name) {
        List<Integer> versions =
                registry.versions(name).stream().map(ModelVersion::version).toList();
        return new Model(name, versions, registry.aliases(name));
    }

    @Operation(summary = "List the versions of a model", description = "Oldest first, each with its card.")
    @GetMapping("/{name}/versions")
    Page<ModelVersion> versions(@PathVariable String name) {
        List<ModelVersion> versions = registry.versions(name);
        if (versions.isEmpty()) {
            throw new ModelNotFound(name);
        }
        return Page.whole(versions);
    }

    @Operation(summary = "Get a version", description = "With its card: bins, scores beside the constant answer, spec.")
    @GetMapping("/{name}/versions/{version}")
    ModelVersion version(@PathVariable String name, @PathVariable @Min(1) int version) {
        return registry.resolve(new ModelReference(name, version, null));
    }

    @Operation(
            summary = "Point an alias to a version",
            description =
                    "Plain `froth` means its alias `production`. The version is loaded first, so that no prediction "
                            + "waits for it or fails; one that cannot answer is refused and the alias stays where it was.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = AliasRequest.class)))
    @PutMapping(path = "/{name}/aliases/{alias}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Alias putAlias(
            @PathVariable String name, @Parameter(example = "production") @PathVariable String alias, InputStream body)
            throws IOException {
        AliasRequest request = reader.read(Body.read(body, Body.JSON_LIMIT), AliasRequest.class);
        if (ModelReference.parse(name + "@" + alias).alias() == null) {
            throw new InvalidRequest("alias", "must be a name, not a number");
        }
        promotion.promote(name, alias, request.version);
        return new Alias(name, alias, request.version);
    }

    @Operation(summary = "Remove an alias", description = "The version that it pointed to stays.")
    @ApiResponse(responseCode = "204", description = "Gone")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{name}/aliases/{alias}")
    void deleteAlias(@PathVariable String name, @PathVariable String alias) {
        registry.deleteAlias(name, alias);
    }

    @Operation(summary = "Delete a version", description = "Refused while an alias points to it.")
    @ApiResponse(responseCode = "204", description = "Gone")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{name}/versions/{version}")
    void delete(@PathVariable String name, @PathVariable @Min(1) int version) throws IOException {
        registry.delete(name, version);
    }
}
