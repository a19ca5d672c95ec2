package org.bubblegram.web;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says it in words instead of a stack trace. */
final class SecurityIncompleteAnalyzer extends AbstractFailureAnalyzer<SecurityIncomplete> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, SecurityIncomplete cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
