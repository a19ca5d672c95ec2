package org.bubblegram.web;

import org.bubblegram.ServedApi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.TestPropertySource;

/** A process that works on jobs and answers nothing else. */
@TestPropertySource(
        properties = {
            "bubblegram.roles=worker",
            "spring.datasource.url=jdbc:h2:mem:worker;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class WorkerRefusalsTest extends ServedApi {
    @Value("${local.server.port}")
    private int port;

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1/models", "/swagger-ui.html"})
    void whatItDoesNotAnswerIsRefusedWithWhatAllAnswersCarry(String path) throws Exception {
        RawAnswer.to(port, "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                .assertProblem(404, "[-0-9a-f]{36}");
    }
}
