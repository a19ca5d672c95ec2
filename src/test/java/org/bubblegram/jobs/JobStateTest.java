package org.bubblegram.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class JobStateTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        QUEUED;     PREPARING PAUSED CANCELLED
        PREPARING;  QUEUED RUNNING CANCELLING PAUSING FAILED
        RUNNING;    QUEUED CANCELLING PAUSING SUCCEEDED FAILED
        CANCELLING; SUCCEEDED CANCELLED
        PAUSING;    CANCELLING PAUSED SUCCEEDED FAILED
        PAUSED;     QUEUED CANCELLED
        SUCCEEDED;  ''
        FAILED;     ''
        CANCELLED;  ''
        """)
    void aStateLeadsToTheseAndNoOthers(JobState state, String next) {
        String allowed = Arrays.stream(JobState.values())
                .filter(state::mayBecome)
                .map(JobState::name)
                .collect(Collectors.joining(" "));

        assertThat(allowed).isEqualTo(next);
        assertThat(state.finished()).isEqualTo(next.isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void jsonAndTheDatabaseUseTheSameLowerCaseName(JobState state) {
        assertThat(JsonMapper.builder().build().writeValueAsString(state)).isEqualTo("\"" + state.key() + "\"");
        assertThat(JobState.ofKey(state.key())).isEqualTo(state);
    }

    @Test
    void aTransitionThatTheStatesDoNotAllowCannotBeMade() {
        assertThatThrownBy(() -> new Transition(Set.of(JobState.SUCCEEDED), JobState.QUEUED, null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
