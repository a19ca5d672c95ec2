package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** What comes back on a connection of its own, whatever was sent there. */
record RawAnswer(List<String> head, String body) {
    private static final List<String> ALWAYS = List.of(
            "content-security-policy",
            "x-content-type-options",
            "x-frame-options",
            "referrer-policy",
            "cache-control",
            "x-request-id");

    static RawAnswer to(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = all.indexOf("\r\n\r\n");
            return new RawAnswer(all.substring(0, end).lines().toList(), all.substring(end + 4));
        }
    }

    private List<String> values(String header) {
        return head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(header + ":"))
                .map(line -> line.substring(header.length() + 1).strip())
                .toList();
    }

    /** A problem with all that every answer has, and each of it once. */
    void assertProblem(int status, String id) {
        assertThat(head.get(0)).startsWith("HTTP/1.1 " + status);
        assertThat(ALWAYS)
                .allSatisfy(header -> assertThat(values(header)).as(header).hasSize(1));
        assertThat(values("content-security-policy").get(0)).contains("frame-ancestors 'none'");
        assertThat(values("x-request-id").get(0)).matches(id);
        assertThat(values("content-type")).containsExactly("application/problem+json");
        assertThat(body).contains("\"code\":\"", "\"status\":" + status);
    }
}
