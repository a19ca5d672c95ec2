package org.bubblegram.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.bubblegram.access.ApiKey;
import org.bubblegram.access.ApiKeys;
import org.bubblegram.access.Caller;
import org.bubblegram.access.Sessions;
import org.bubblegram.access.Sessions.Session;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Signing a browser in and out. */
@RestController
@RequestMapping("/v1/session")
@Tag(name = "Access", description = "Who may call: sign-in of browsers, API keys, the log of changes.")
final class SessionController {
    /** What opens a session. */
    record SessionRequest(
            @Schema(description = "An API key.", example = "bgk_...") @NotNull
            String key) {
        /** Without the key: records end up in logs. */
        @Override
        public String toString() {
            return "SessionRequest";
        }
    }

    /** Who calls. */
    record SessionView(
            Caller caller,

            @Schema(description = "Whether credentials are asked for here at all.")
            boolean secured,

            @Schema(
                    description =
                            "Send it as the header `X-CSRF-Token` with every change that the cookie makes; absent "
                                    + "for callers who bring a key or token each time.",
                    nullable = true)
            @Nullable
            String csrfToken) {}

    private final ApiKeys keys;
    private final Sessions sessions;
    private final RequestReader reader;
    private final SecurityMode mode;
    private final Clock clock;

    SessionController(ApiKeys keys, Sessions sessions, RequestReader reader, SecurityMode mode, Clock clock) {
        this.keys = keys;
        this.sessions = sessions;
        this.reader = reader;
        this.mode = mode;
        this.clock = clock;
    }

    @Operation(summary = "Who am I", description = "The caller, its tenant and its roles.")
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    SessionView get(@Parameter(hidden = true) @AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        String session = mode.on() ? SessionCookie.of(request) : null;
        return new SessionView(caller, mode.on(), session == null ? null : Sessions.csrfToken(session));
    }

    @Operation(
            summary = "Sign in",
            description =
                    "Sets a cookie that scripts cannot read, until `DELETE`, until its time is up, or until the key "
                            + "is revoked, rotated or expired.")
    @ApiResponse(responseCode = "200", description = "Signed in")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SessionRequest.class)))
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<SessionView> open(InputStream body, HttpServletRequest request) throws IOException {
        String text = reader.read(Body.read(body, Body.JSON_LIMIT), SessionRequest.class)
                .key();
        ApiKey key = key(text, request);
        Session session = keys.signIn(key, text);
        return ResponseEntity.ok()
                .header(HttpHeaders.SET_COOKIE, cookie(session, request))
                .body(new SessionView(key.caller(), mode.on(), Sessions.csrfToken(session.text())));
    }

    @Operation(summary = "Sign in by a form", description = "Likewise, then leads to the page.")
    @ApiResponse(responseCode = "303", description = "Signed in", content = @Content)
    @PostMapping(consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Void> submit(@RequestParam String key, HttpServletRequest request) {
        Session session = keys.signIn(key(key, request), key);
        return ResponseEntity.status(303)
                .location(URI.create("/"))
                .header(HttpHeaders.SET_COOKIE, cookie(session, request))
                .build();
    }

    /** A page of another site must not sign a browser in as somebody else. */
    private ApiKey key(String text, HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !LocalCallers.own(origin, request)) {
            throw new OriginNotAllowed(origin);
        }
        ApiKey key = keys.authenticate(text).orElseThrow(Unauthenticated::refused);
        Credentials.remember(key);
        return key;
    }

    private String cookie(Session session, HttpServletRequest request) {
        return SessionCookie.set(request, session.text(), Duration.between(clock.instant(), session.expiresAt()));
    }

    @Operation(summary = "Sign out", description = "Callers without cookie have nothing to sign out of.")
    @ApiResponse(responseCode = "204", description = "Signed out", content = @Content)
    @DeleteMapping
    ResponseEntity<Void> close(HttpServletRequest request) {
        String session = SessionCookie.of(request);
        if (session != null) {
            sessions.close(session);
        }
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, SessionCookie.removed(request))
                .build();
    }
}
