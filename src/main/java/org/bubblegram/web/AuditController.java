package org.bubblegram.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.bubblegram.access.AuditEntry;
import org.bubblegram.access.AuditLog;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who changed what. */
@RestController
@Tag(name = "Access")
final class AuditController {
    private final AuditLog log;

    AuditController(AuditLog log) {
        this.log = log;
    }

    @Operation(
            summary = "List changes",
            description =
                    "Newest first: every call that changed something or tried to, with who made it and how it ended.")
    @GetMapping(path = "/v1/audit", produces = MediaType.APPLICATION_JSON_VALUE)
    Page<AuditEntry> list(
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Long after = Cursor.after("audit", cursor, Long::valueOf).orElse(null);
        return Page.of(
                log.newestFirst(after, limit + 1), limit, entry -> new Cursor("audit", String.valueOf(entry.id())));
    }
}
