package org.bubblegram.access;

import org.jspecify.annotations.Nullable;

/** What is written down of a change; {@link AuditEntry} says what each part means. */
public record Change(
        Caller caller,
        String method,
        @Nullable String route,
        String resource,
        int status,
        String address,
        String requestId) {}
