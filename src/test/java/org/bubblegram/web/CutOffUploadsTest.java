package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.bubblegram.ServedApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.TestPropertySource;

/** Callers that promise a body and do not send it: three threads serve them, so that each one kept would be missed. */
@TestPropertySource(
        properties = {
            "server.tomcat.connection-timeout=500ms",
            "server.tomcat.threads.max=3",
            "bubblegram.upload.grace=500ms",
            "bubblegram.upload.bytes-per-second=1MB",
            "spring.datasource.url=jdbc:h2:mem:cutoff;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class CutOffUploadsTest extends ServedApi {
    private static final int CALLERS = 6;

    private static final String UPLOADS = """
        /v2/models/none/infer, application/json
        /v1/models/none/predictions, image/jpeg
        /v1/models/none/predictions, multipart/form-data; boundary=b
        /v1/datasets, multipart/form-data; boundary=b
        /v1/training-jobs, application/json
        """;

    @Value("${local.server.port}")
    private int port;

    @ParameterizedTest
    @CsvSource(textBlock = UPLOADS)
    void callersWhoHangUpHalfwayLeaveTheServiceFree(String path, String type) throws Exception {
        for (int i = 0; i < CALLERS; i++) {
            begin(path, type).close();
        }

        assertThat(api.get("/v1/models").path("items").isArray()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(textBlock = UPLOADS)
    void callersWhoFallSilentAreLetGo(String path, String type) throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < CALLERS; i++) {
                silent.add(begin(path, type));
            }
            assertThat(api.get("/v1/models").path("items").isArray()).isTrue();
            for (Socket socket : silent) {
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).matches("(?s)|HTTP/1.1 4.*");
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @Timeout(60)
    @CsvSource(textBlock = UPLOADS + """
        /v1/nothing, application/json
        /v1/losses, application/json
        """)
    void callersWhoDripAreLetGo(String path, String type) throws Exception {
        List<Socket> dripping = new ArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        Thread drips = new Thread(() -> {
            while (!over.get()) {
                List.copyOf(dripping).forEach(CutOffUploadsTest::drip);
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        });
        try {
            for (int i = 0; i < CALLERS; i++) {
                dripping.add(begin(path, type));
            }
            drips.start();
            assertThat(api.get("/v1/models").path("items").isArray()).isTrue();
        } finally {
            over.set(true);
            drips.join();
            for (Socket socket : dripping) {
                socket.close();
            }
        }
    }

    private static void drip(Socket socket) {
        try {
            socket.getOutputStream().write('x');
        } catch (IOException e) { // it was let go, which is what is wanted
        }
    }

    @Test
    void whatTheyTookIsFreeAgain() throws Exception {
        for (int i = 0; i < CALLERS; i++) {
            begin("/v2/models/none/infer", "application/json").close();
        }
        byte[] whole = new byte[1_000_000]; // no JSON, but read to its end

        assertThat(api.send(api.request("/v2/models/none/infer")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofByteArray(whole)))
                        .statusCode())
                .isEqualTo(400);
    }

    /** Half of a body that is promised whole. */
    private Socket begin(String path, String type) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nContent-Type: " + type
                + "\r\nContent-Length: 1000000\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(new byte[500_000]);
        socket.getOutputStream().flush();
        return socket;
    }
}
