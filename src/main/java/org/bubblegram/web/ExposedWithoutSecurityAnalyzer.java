package org.bubblegram.web;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says it in words instead of a stack trace. */
final class ExposedWithoutSecurityAnalyzer extends AbstractFailureAnalyzer<ExposedWithoutSecurity> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, ExposedWithoutSecurity cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Set bubblegram.security.bootstrap-key or bubblegram.security.jwt.issuer-uri, as SECURITY.md says, or set "
                        + cause.property() + " to 127.0.0.1.",
                cause);
    }
}
