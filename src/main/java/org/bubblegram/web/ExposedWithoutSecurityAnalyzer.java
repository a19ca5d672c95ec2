package org.bubblegram.web;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says it in words instead of a stack trace. */
final class ExposedWithoutSecurityAnalyzer extends AbstractFailureAnalyzer<ExposedWithoutSecurity> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, ExposedWithoutSecurity cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Set " + cause.property() + " to 127.0.0.1 and put a proxy that asks for credentials in front of it.",
                cause);
    }
}
