package org.bubblegram.storage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DatabaseOutageFilterTest {
    private final SQLException away = new SQLTransientConnectionException("refused");

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final DatabaseOutageFilter filter = new DatabaseOutageFilter();

    @BeforeEach
    void install() {
        context.resetTurboFilterList(); // those of services that other tests have started would answer first
        lines.start();
        root().addAppender(lines);
        filter.install();
    }

    @AfterEach
    void remove() {
        filter.stop();
        context.getTurboFilterList().remove(filter);
        root().detachAppender(lines);
    }

    private Logger root() {
        return context.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    private List<String> told() {
        return lines.list.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Test
    void aLibraryThatFindsNoDatabaseAgainAndAgainIsToldOnceWithoutAStackTrace() {
        Logger queue = context.getLogger("com.github.kagkarlsson.scheduler.RunUntilShutdown");
        for (int i = 0; i < 3; i++) {
            queue.error("Unhandled exception. Will keep running.", new IllegalStateException(away));
            queue.warn("Execution has more than 1 failed heartbeats. {}", i);
            queue.info("Failed to update heartbeat. Remaining retries={}.", i);
        }
        context.getLogger("com.zaxxer.hikari.pool.PoolBase").warn("Failed to validate connection {} ({})", "a", "b");

        assertThat(told())
                .containsExactly(
                        "WARN the queue finds no database: " + away,
                        "WARN the pool has trouble with a connection: Failed to validate connection a (b)");
        assertThat(lines.list)
                .allSatisfy(line -> assertThat(line.getThrowableProxy()).isNull());
    }

    @Test
    void aServerThatStopsIsOneThatIsNotThere() {
        context.getLogger("com.zaxxer.hikari.pool.ProxyConnection")
                .warn("marked as broken", new SQLException("terminating connection", "57P01"));

        assertThat(told()).singleElement().asString().startsWith("WARN the pool ");
    }

    @Test
    void anOutageIsFoundBehindTheRollbackThatFailedToo() {
        Exception rollback = new IllegalStateException("Failed to rollback.", new SQLException("Connection is closed"));
        rollback.addSuppressed(new IllegalStateException(away));
        context.getLogger("com.github.kagkarlsson.scheduler.RunAndLogErrors").error("Unhandled exception.", rollback);

        assertThat(told()).containsExactly("WARN the queue finds no database: " + away);
    }

    @Test
    void realErrorsStayAsTheyAre() {
        Exception bug = new IllegalStateException(new SQLSyntaxErrorException("no such column", "42703"));
        context.getLogger("com.github.kagkarlsson.scheduler.RunUntilShutdown").error("Unhandled exception.", bug);
        context.getLogger("org.bubblegram.web.ProblemHandler").error("GET /", away);
        context.getLogger("com.github.kagkarlsson.scheduler.Scheduler").error("failure at a heartbeat {}", 1, bug);
        context.getLogger("com.github.kagkarlsson.scheduler.Scheduler").info("Starting, heartbeat=5s");

        assertThat(told())
                .containsExactly(
                        "ERROR Unhandled exception.",
                        "ERROR GET /",
                        "ERROR failure at a heartbeat 1",
                        "INFO Starting, heartbeat=5s");
        assertThat(lines.list.get(0).getThrowableProxy()).isNotNull();
    }
}
