package org.bubblegram.monitoring;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** A collector of OpenTelemetry's on this machine that keeps the spans that are sent to it. */
final class SpanReceiver {
    // numbers of fields in opentelemetry/proto/collector/trace/v1 and opentelemetry/proto/trace/v1
    private static final int RESOURCE_SPANS = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;
    private static final int TRACE_ID = 1;
    private static final int SPAN_ID = 2;
    private static final int PARENT_SPAN_ID = 4;
    private static final int NAME = 5;

    private final List<Span> spans = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer server;

    /** Ids in hexadecimal; the parent's is empty at the root of a trace. */
    record Span(String trace, String id, String parent, String name) {}

    SpanReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", exchange -> {
            spans.addAll(spans(UnknownFieldSet.parseFrom(exchange.getRequestBody())));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /** Those that have come so far. */
    List<Span> spans() {
        return List.copyOf(spans);
    }

    private static List<Span> spans(UnknownFieldSet request) {
        return messages(request, RESOURCE_SPANS).stream()
                .flatMap(resource -> messages(resource, SCOPE_SPANS).stream())
                .flatMap(scope -> messages(scope, SPANS).stream())
                .map(span ->
                        new Span(hex(span, TRACE_ID), hex(span, SPAN_ID), hex(span, PARENT_SPAN_ID), text(span, NAME)))
                .toList();
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream()
                .map(SpanReceiver::parsed)
                .toList();
    }

    private static UnknownFieldSet parsed(ByteString bytes) {
        try {
            return UnknownFieldSet.parseFrom(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteString first(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream()
                .findFirst()
                .orElse(ByteString.EMPTY);
    }

    private static String hex(UnknownFieldSet message, int field) {
        return HexFormat.of().formatHex(first(message, field).toByteArray());
    }

    private static String text(UnknownFieldSet message, int field) {
        return first(message, field).toStringUtf8();
    }
}
