package org.bubblegram.storage;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MessageFormatter;

/**
 * Says once for each library that the database does not answer, where they say so with a stack trace at each poll and sign
 * of life, and for each connection. Whatever else they say stays as it is.
 */
final class DatabaseOutageFilter extends TurboFilter {
    private static final org.slf4j.Logger log = LoggerFactory.getLogger(DatabaseOutageFilter.class);
    private static final Pattern FAILED = Pattern.compile("[Ff]ail");

    private final List<Library> libraries = List.of(
            new Library("the queue", "com.github.kagkarlsson.scheduler.", "heartbeat"),
            new Library("the pool", "com.zaxxer.hikari.pool.", "validate connection"),
            new Library("a transaction", "org.springframework.transaction.support.", "roll back"));

    /**
     * @param part of the service that it is
     * @param loggers what their names begin with
     * @param attempt that it says to have failed in an outage, without naming the cause
     */
    private record Library(String part, String loggers, String attempt, OncePerOutage outage) {
        Library(String part, String loggers, String attempt) {
            this(part, loggers, attempt, new OncePerOutage());
        }

        boolean complains(String message, @Nullable Throwable thrown) {
            return thrown == null
                    ? message.contains(attempt) && FAILED.matcher(message).find()
                    : outageBehind(thrown).isPresent();
        }
    }

    /** From now on what this process logs goes through it, until {@link #stop}. */
    void install() {
        start();
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.addTurboFilter(this);
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        Library library =
                format == null || !isStarted() || !level.isGreaterOrEqual(Level.INFO) ? null : of(logger.getName());
        if (library == null) {
            return FilterReply.NEUTRAL;
        }
        FormattingTuple said = MessageFormatter.arrayFormat(format, arguments);
        // the last argument may be what was thrown
        return decide(library, String.valueOf(said.getMessage()), thrown == null ? said.getThrowable() : thrown);
    }

    private @Nullable Library of(String logger) {
        return libraries.stream()
                .filter(each -> logger.startsWith(each.loggers))
                .findFirst()
                .orElse(null);
    }

    private static FilterReply decide(Library library, String message, @Nullable Throwable thrown) {
        if (!library.complains(message, thrown)) {
            return FilterReply.NEUTRAL;
        }
        if (library.outage.begins()) {
            String why = thrown == null ? message : outageBehind(thrown).orElse(message);
            // without a cause it may be one connection alone
            String trouble = thrown == null ? "has trouble with a connection" : "finds no database";
            log.warn("{} {}: {}", library.part, trouble, why);
        }
        return FilterReply.DENY;
    }

    /** That the database was not there, in the words of the driver or the pool. */
    private static Optional<String> outageBehind(Throwable thrown) {
        return all(thrown).filter(DatabaseOutage::isShownBy).findFirst().map(Throwable::toString);
    }

    /** What failed, and what it failed of: a rollback that fails too suppresses the failure before it. */
    private static Stream<Throwable> all(Throwable thrown) {
        return Stream.iterate(thrown, each -> each != null, Throwable::getCause)
                .flatMap(each -> Stream.concat(
                        Stream.of(each), Stream.of(each.getSuppressed()).flatMap(DatabaseOutageFilter::all)));
    }
}
