package org.bubblegram.web;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.bubblegram.jobs.JobEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/** One caller following one job. One thread at a time reads its events and writes them; heartbeats come from
 * others, between two events, for the emitter sends each whole. */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final int PAGE = 100;
    private static final long RECONNECT_MILLIS = 3000;

    private final EventSource source;
    private final SseEmitter emitter;
    private final JsonMapper json;
    private final Executor threads;
    private long after;
    private boolean due; // guarded by this, as all below
    private boolean running;
    private boolean closed;
    private @Nullable AutoCloseable subscription;
    private @Nullable Future<?> heartbeat;

    EventStream(EventSource source, SseEmitter emitter, JsonMapper json, Executor threads, long after) {
        this.source = source;
        this.emitter = emitter;
        this.json = json;
        this.threads = threads;
        this.after = after;
    }

    void start(Future<?> beats) {
        AutoCloseable calls = source.subscribe(this::wake);
        synchronized (this) {
            heartbeat = beats;
            subscription = calls;
        }
        wake();
    }

    void beat() {
        try {
            emitter.send(SseEmitter.event().comment("still here"));
            wake();
        } catch (IOException | IllegalStateException e) {
            close(); // the caller has gone
        }
    }

    /** There may be something new. Returns at once. */
    private void wake() {
        synchronized (this) {
            due = true;
            if (running || closed) {
                return;
            }
            running = true;
        }
        try {
            threads.execute(this::drain);
        } catch (RejectedExecutionException e) {
            end(); // the service stops
        }
    }

    private void drain() {
        try {
            while (next()) {
                boolean ended = source.ended(); // asked first: what was written before the end is then seen
                sendAll();
                if (ended) {
                    end();
                }
            }
        } catch (IOException | IllegalStateException e) {
            close(); // the caller has gone
        } catch (RuntimeException e) {
            if (Outage.behind(e).isEmpty()) {
                LOG.error("an event stream broke off", e);
            }
            end();
        }
    }

    private synchronized boolean next() {
        running = due && !closed;
        due = false;
        return running;
    }

    private void sendAll() throws IOException {
        List<JobEvent> events;
        do {
            events = source.after(after, PAGE);
            for (JobEvent event : events) {
                emitter.send(SseEmitter.event()
                        .id(String.valueOf(event.id()))
                        .name(event.type())
                        .reconnectTime(RECONNECT_MILLIS)
                        .data(json.writeValueAsString(event), MediaType.TEXT_PLAIN));
                after = event.id();
            }
        } while (events.size() == PAGE);
    }

    /** Says goodbye. */
    void end() {
        close();
        emitter.complete();
    }

    /** Stops listening; safe to repeat. */
    void close() {
        AutoCloseable calls;
        synchronized (this) {
            closed = true;
            calls = subscription;
            subscription = null;
            if (heartbeat != null) {
                heartbeat.cancel(false);
            }
        }
        try {
            if (calls != null) {
                calls.close();
            }
        } catch (Exception e) {
            LOG.warn("could not unsubscribe", e);
        }
    }
}
