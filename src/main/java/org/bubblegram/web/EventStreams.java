package org.bubblegram.web;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Event streams to callers, written by a few threads of their own. Each stream looks for events when told of one, and at
 * every heartbeat, so that none stays unseen for long whatever happens to the telling.
 */
final class EventStreams {
    /** Below the minute or so after which proxies drop a silent connection. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final int MOST_OPEN = 200;

    private final Semaphore places = new Semaphore(MOST_OPEN);
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService threads;
    private final JsonMapper json;
    private final Duration heartbeat;

    EventStreams(JsonMapper json, Duration heartbeat) {
        ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(4, task -> {
            Thread thread = new Thread(task, "events");
            thread.setDaemon(true);
            return thread;
        });
        pool.setRemoveOnCancelPolicy(true);
        this.threads = pool;
        this.json = json;
        this.heartbeat = heartbeat;
    }

    /** Starts a stream with the events after a given one. */
    SseEmitter open(EventSource source, long after) {
        if (!places.tryAcquire()) {
            throw new StreamsBusy(MOST_OPEN);
        }
        SseEmitter emitter = new SseEmitter(0L); // lives as long as the job
        EventStream stream = new EventStream(source, emitter, json, threads, after);
        open.add(stream);
        emitter.onCompletion(() -> close(stream));
        emitter.onTimeout(() -> close(stream));
        emitter.onError(e -> close(stream));
        try {
            stream.start(threads.scheduleWithFixedDelay(
                    stream::beat, heartbeat.toMillis(), heartbeat.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RuntimeException e) {
            close(stream);
            throw e;
        }
        return emitter;
    }

    private void close(EventStream stream) {
        if (open.remove(stream)) {
            places.release();
        }
        stream.close();
    }

    int open() {
        return open.size();
    }

    /** Ends all streams first, or the server would wait for them until its patience is over. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        open.forEach(EventStream::end);
        threads.shutdown();
    }
}
