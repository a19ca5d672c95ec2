package org.bubblegram.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.util.function.Function;
import org.bubblegram.access.ApiKey;
import org.bubblegram.access.ApiKeys;
import org.bubblegram.access.IssuedKey;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The keys that open the service. */
@RestController
@RequestMapping(path = "/v1/api-keys", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Access")
final class ApiKeyController {
    private final ApiKeys keys;
    private final RequestReader reader;
    private final JwtSettings jwt;
    private final Clock clock;

    ApiKeyController(ApiKeys keys, RequestReader reader, JwtSettings jwt, Clock clock) {
        this.keys = keys;
        this.jwt = jwt;
        this.reader = reader;
        this.clock = clock;
    }

    @Operation(
            summary = "Make an API key",
            description =
                    "`secret` is what opens, and is answered this once: only its digest is kept. So a lost answer "
                            + "cannot be asked for again; delete the key by its name and make another.")
    @ApiResponse(responseCode = "201", description = "Made")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ApiKeyRequest.class)))
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<IssuedKey> create(InputStream body) throws IOException {
        ApiKeyRequest request = reader.read(Body.read(body, Body.JSON_LIMIT), ApiKeyRequest.class);
        IssuedKey issued = keys.create(request.key(clock.instant()));
        return ResponseEntity.created(URI.create("/v1/api-keys/" + issued.key().id()))
                .body(issued);
    }

    @Operation(summary = "List API keys", description = "Newest first, those revoked and expired too, without secrets.")
    @GetMapping
    Page<ApiKey> list(
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        String after = Cursor.after("api-keys", cursor, Function.identity()).orElse(null);
        return Page.of(keys.newestFirst(after, limit + 1), limit, key -> new Cursor("api-keys", key.id()));
    }

    @Operation(summary = "Get an API key", description = "Without its secret.")
    @GetMapping("/{id}")
    ApiKey get(@PathVariable String id) {
        return keys.get(id);
    }

    @Operation(
            summary = "Rotate an API key",
            description =
                    "Answers a new `secret`. The old one opens for the configured time too, until `previousUntil`, "
                            + "so that no caller fails while it learns the new one; browsers are signed out at once.")
    @PostMapping("/{id}/rotate")
    IssuedKey rotate(@PathVariable String id) {
        return keys.rotate(id);
    }

    @Operation(
            summary = "Revoke an API key",
            description =
                    "At once, on every process. It stays listed. Where no issuer of tokens is configured, one with the role "
                            + "`admin` is not revoked unless another opens as long (409 `last_admin_key`): make that first.")
    @ApiResponse(responseCode = "204", description = "Revoked")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{id}")
    void revoke(@PathVariable String id) {
        if (jwt.configured()) {
            keys.revokeEvenLast(id);
        } else {
            keys.revoke(id);
        }
    }
}
