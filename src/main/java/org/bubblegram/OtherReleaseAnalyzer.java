package org.bubblegram;

import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words that the tables of the database are not those that this release, or one before it, has made. */
final class OtherReleaseAnalyzer extends AbstractFailureAnalyzer<FlywayValidateException> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, FlywayValidateException cause) {
        return new FailureAnalysis(
                "The tables of the database were made by another release, probably a newer one: " + cause.getMessage(),
                "Start the release that used this database last, or a newer one; or restore the back-up that was made "
                        + "before it, as src/docs/upgrading.md says. Nothing was changed; do not repair the schema history.",
                cause);
    }
}
