package org.bubblegram.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says how such a key is made. */
final class InvalidBootstrapKeyAnalyzer extends AbstractFailureAnalyzer<InvalidBootstrapKey> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, InvalidBootstrapKey cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Make one with: echo bgk_$(openssl rand -hex 8)_$(openssl rand -hex 32)",
                cause);
    }
}
