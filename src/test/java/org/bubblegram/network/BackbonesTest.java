package org.bubblegram.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.bubblegram.network.BackboneSettings.Location;
import org.bubblegram.storage.Sha256;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackbonesTest {
    private static final byte[] FILE = new byte[9 << 20];
    private static final String PINNED = Sha256.of(FILE);

    @TempDir
    Path folder;

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/weights", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, FILE.length);
            try (var body = exchange.getResponseBody()) {
                body.write(FILE);
            }
        });
        server.createContext("/stalls", exchange -> {
            exchange.sendResponseHeaders(200, FILE.length);
            exchange.getResponseBody().write(FILE, 0, 1000);
            exchange.getResponseBody().flush(); // and nothing more
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aDownloadHappensOnceAndTellsOfItsProgress() throws Exception {
        Backbones backbones = backbones(address("/weights"), PINNED);
        List<Long> progress = new ArrayList<>();
        Path first = backbones.file("some", (bytes, total) -> {
            assertThat(total).isEqualTo(FILE.length);
            progress.add(bytes);
        });
        Path second = backbones.file("some", (bytes, total) -> {});

        assertThat(first).isEqualTo(second).hasBinaryContent(FILE);
        assertThat(requests).hasValue(1);
        assertThat(progress).isSorted().hasSizeGreaterThan(2).endsWith((long) FILE.length);
    }

    @Test
    void aDownloadThatIsNotThePinnedFileIsRefusedAndNotKept() throws Exception {
        Backbones backbones = backbones(address("/weights"), "0".repeat(64));

        assertThatThrownBy(() -> backbones.file("some", (bytes, total) -> {}))
                .isInstanceOf(InvalidWeights.class)
                .hasMessageContaining(PINNED);
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aDownloadThatStandsStillIsGivenUp() {
        Backbones backbones = backbones(address("/stalls"), PINNED);

        assertThatThrownBy(() -> backbones.file("some", (bytes, total) -> {}))
                .isInstanceOf(SocketTimeoutException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aDownloadEndsWhenItsListenerThrows() {
        Backbones backbones = backbones(address("/weights"), PINNED);

        assertThatThrownBy(() -> backbones.file("some", (bytes, total) -> {
                    throw new IllegalStateException("cancelled");
                }))
                .hasMessage("cancelled");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aServerThatHasNoSuchFileIsNamedInTheError() {
        Backbones backbones = backbones(address("/elsewhere"), PINNED);

        assertThatThrownBy(() -> backbones.file("some", (bytes, total) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/elsewhere answered 404");
    }

    @Test
    void aLocalFileIsUsedWhereItLiesAndCheckedAgainstItsPin() throws Exception {
        Path file = Files.write(folder.resolve("own.safetensors"), new byte[] {1, 2, 3});
        Backbones unpinned = backbones(file.toUri(), null);
        Backbones wrong = backbones(file.toUri(), PINNED);

        assertThat(unpinned.file("some", (bytes, total) -> {})).isEqualTo(file);
        assertThatThrownBy(() -> wrong.file("some", (bytes, total) -> {})).isInstanceOf(InvalidWeights.class);
    }

    @Test
    void aSpecThatNamesNoBackboneMeansTheOnlyOneOrTheDefaultOrNone() {
        Location location = new Location(address("/weights"), PINNED);

        assertThat(new BackboneSettings(null, null).resolve(null)).isEqualTo("none");
        assertThat(new BackboneSettings(Map.of("a", location), null).resolve(null))
                .isEqualTo("a");
        assertThat(new BackboneSettings(Map.of("a", location, "b", location), null).resolve(null))
                .isEqualTo("none");
        assertThat(new BackboneSettings(Map.of("a", location, "b", location), "b").resolve(null))
                .isEqualTo("b");
        assertThatThrownBy(() -> new BackboneSettings(Map.of("a", location), null).resolve("c"))
                .isInstanceOf(UnknownBackbone.class)
                .hasMessageContaining("'c'")
                .hasMessageContaining("[a]");
    }

    @Test
    void aDownloadWithoutPinOrAnAddressOfAnotherKindIsNotAccepted() {
        assertThatThrownBy(() -> backbones(address("/weights"), null)).hasMessageContaining("sha256 is required");
        assertThatThrownBy(() -> backbones(URI.create("ftp://somewhere/weights"), PINNED))
                .hasMessageContaining("file:, https: or http:");
        assertThatThrownBy(() -> backbones(address("/weights"), "abc")).hasMessageContaining("64 lower-case");
    }

    private Backbones backbones(URI location, @Nullable String sha256) {
        return new Backbones(
                new BackboneSettings(Map.of("some", new Location(location, sha256)), null),
                folder,
                Duration.ofSeconds(1));
    }

    private URI address(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }
}
