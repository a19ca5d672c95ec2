package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bubblegram.AtOnce;
import org.bubblegram.jobs.JobEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class EventStreamsTest {
    /** A job that does as the test says. */
    private static final class Script implements EventSource {
        private final List<JobEvent> events = new CopyOnWriteArrayList<>();
        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        private volatile boolean ended;

        void happen(String type) {
            var data = JsonNodeFactory.instance.objectNode().put("n", events.size() + 1);
            events.add(new JobEvent(events.size() + 1, Instant.EPOCH, type, data));
            listeners.forEach(Runnable::run);
        }

        void end() {
            ended = true;
            happen("state");
        }

        @Override
        public boolean ended() {
            return ended;
        }

        @Override
        public List<JobEvent> after(long id, int limit) {
            return events.stream().filter(event -> event.id() > id).limit(limit).toList();
        }

        @Override
        public AutoCloseable subscribe(Runnable onNewEvents) {
            listeners.add(onNewEvents);
            return () -> listeners.remove(onNewEvents);
        }
    }

    @RestController
    static final class Door {
        private final EventStreams streams;
        private final EventSource source;

        Door(EventStreams streams, EventSource source) {
            this.streams = streams;
            this.source = source;
        }

        @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        SseEmitter events(@RequestParam long after) {
            return streams.open(source, after);
        }
    }

    private final Script script = new Script();
    private final EventStreams streams = new EventStreams(JsonMapper.builder().build(), Duration.ofMillis(20));

    @AfterEach
    void stop() {
        streams.stop();
    }

    private MvcResult open(long after) throws Exception {
        MockMvc http =
                MockMvcBuilders.standaloneSetup(new Door(streams, script)).build();
        return http.perform(get("/events?after=" + after)).andReturn();
    }

    /** Ids of the events written so far. */
    private static List<String> ids(MvcResult stream) throws Exception {
        return stream.getResponse()
                .getContentAsString()
                .lines()
                .filter(line -> line.startsWith("id:"))
                .toList();
    }

    private static void awaitEnd(MvcResult stream) {
        stream.getAsyncResult(10_000); // throws where the stream does not end
    }

    @Test
    void tellsWhatWasAndWhatComesInOrderAndEndsWithTheJob() throws Exception {
        script.happen("state");
        script.happen("epoch");
        MvcResult stream = open(0);
        script.happen("epoch");
        script.end();
        awaitEnd(stream);
        assertThat(ids(stream)).containsExactly("id:1", "id:2", "id:3", "id:4");
        assertThat(stream.getResponse().getContentAsString())
                .contains("event:epoch")
                .contains("\"type\":\"epoch\",\"data\":{\"n\":2}");
        assertThat(script.listeners).isEmpty();
    }

    @Test
    void goesOnAfterTheLastEventSeen() throws Exception {
        for (int i = 0; i < 250; i++) {
            script.happen("progress");
        }
        script.end();
        MvcResult stream = open(240);
        awaitEnd(stream);
        assertThat(ids(stream)).hasSize(11).startsWith("id:241").endsWith("id:251");
    }

    @Test
    void tellsMoreThanOnePageOfEvents() throws Exception {
        for (int i = 0; i < 250; i++) {
            script.happen("progress");
        }
        script.end();
        MvcResult stream = open(0);
        awaitEnd(stream);
        assertThat(ids(stream)).hasSize(251).doesNotHaveDuplicates();
    }

    @Test
    void staysAliveBetweenEventsAndFindsThoseItWasNotToldOf() throws Exception {
        MvcResult stream = open(0);
        await().until(() -> stream.getResponse().getContentAsString().contains(":still here"));
        script.listeners.clear();
        script.happen("epoch");
        await().until(() -> ids(stream).equals(List.of("id:1")));
    }

    @Test
    void neverOpensMoreThanTwoHundredHoweverManyAskAtOnce() throws Exception {
        List<Boolean> opened = AtOnce.call(220, () -> {
            try {
                streams.open(script, 0);
                return true;
            } catch (StreamsBusy e) {
                return false;
            }
        });
        assertThat(opened.stream().filter(yes -> yes)).hasSize(200);
    }

    @Test
    void aStoppingServiceEndsItsStreams() throws Exception {
        MvcResult stream = open(0);
        streams.stop();
        awaitEnd(stream);
        assertThat(script.listeners).isEmpty();
    }
}
