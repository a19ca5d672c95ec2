package org.bubblegram.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bubblegram.S3Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3BlobStoreTest extends BlobStoreContract {
    private final String bucket = S3Server.newBucket();

    @TempDir
    Path home;

    @Override
    BlobStore open() throws IOException {
        return open(S3Server.endpoint(), S3Server.SECRET_KEY, "plant-7");
    }

    private BlobStore open(URI endpoint, String secret, @Nullable String prefix) throws IOException {
        var s3 = new BlobSettings.S3(
                bucket, prefix == null ? "" : prefix, endpoint, "us-east-1", null, S3Server.ACCESS_KEY, secret);
        return new StorageConfiguration()
                .blobStore(
                        new StorageSettings(home), new BlobSettings(BlobSettings.Type.S3, null, s3), Clock.systemUTC());
    }

    private long objects() throws IOException {
        try (Stream<Path> files = Files.walk(S3Server.directory(bucket))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void objectsLieBelowThePrefixAndTwoPrefixesDoNotMix() throws IOException {
        write("a", "seven");
        BlobStore other = open(S3Server.endpoint(), S3Server.SECRET_KEY, "plant-8/");
        BlobStore bare = open(S3Server.endpoint(), S3Server.SECRET_KEY, null);

        assertThat(other.exists("a")).isFalse();
        assertThat(bare.size("plant-7/a")).isEqualTo(5);
        assertThat(bare.list("plant-7/")).containsExactly("plant-7/a");
    }

    @Test
    void aLargeBlobGoesPartByPartAndComesBackWhole() throws IOException {
        byte[] block = new byte[1 << 20];
        int blocks = 2 * S3Upload.PART / block.length + 1;
        store.write("large", out -> {
            for (int i = 0; i < blocks; i++) {
                Arrays.fill(block, (byte) i);
                out.write(block);
            }
            out.write(7);
        });

        assertThat(store.size("large")).isEqualTo((long) blocks * block.length + 1);
        try (InputStream in = store.read("large")) {
            for (int i = 0; i < blocks; i++) {
                Arrays.fill(block, (byte) i);
                assertThat(Arrays.equals(in.readNBytes(block.length), block))
                        .as("block %d", i)
                        .isTrue();
            }
            assertThat(in.readAllBytes()).containsExactly(7);
        }
    }

    @Test
    void aWriterThatThrowsAfterSomePartsLeavesNothing() throws IOException {
        assertThatThrownBy(() -> store.write("large", out -> {
                    out.write(new byte[S3Upload.PART + 1]);
                    throw new IOException("no more");
                }))
                .hasMessage("no more");

        assertThat(store.exists("large")).isFalse();
        assertThat(objects()).isZero();
    }

    @Test
    void aFolderOfMoreObjectsThanOneRequestListsOrDeletesIsListedAndDeletedWhole() throws IOException {
        Path folder = Files.createDirectories(S3Server.directory(bucket).resolve("plant-7/many"));
        for (int i = 0; i < 2001; i++) {
            Files.createFile(folder.resolve("%04d".formatted(i)));
        }

        assertThat(store.list("many/")).hasSize(2001).isSorted().contains("many/2000");
        store.delete("many/");
        assertThat(store.list("many/")).isEmpty();
    }

    @Test
    void aStoreThatIsAwayOrRefusesIsAFailureAndNotAMissingBlob() throws IOException {
        BlobStore away = open(URI.create("http://127.0.0.1:1"), S3Server.SECRET_KEY, null);
        BlobStore refusing = open(S3Server.endpoint(), "wrong", null);
        for (BlobStore failing : new BlobStore[] {away, refusing}) {
            assertThatThrownBy(() -> failing.exists("a"))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(BlobNotFound.class);
            assertThatThrownBy(() -> failing.read("a"))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(BlobNotFound.class);
            assertThatThrownBy(() -> failing.write("a", out -> out.write(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("the object store fails")
                    .hasMessageNotContaining("wrong");
        }
    }

    @Test
    void aBlobThatBreaksOffIsAFailureAndNotAShorterBlob() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write(new byte[4]);
            exchange.getResponseBody().flush();
            exchange.close();
        });
        server.start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (InputStream in = open(endpoint, S3Server.SECRET_KEY, null).read("a")) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(StoreUnavailable.class);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void settingsThatCannotWorkAreRefusedAndSecretsStayOutOfLogs() {
        assertThatThrownBy(() -> new BlobSettings.S3("b", "", null, "us-east-1", null, "key", null))
                .hasMessageContaining("go together");
        assertThatThrownBy(() -> new BlobSettings.S3("b", "../x", null, "us-east-1", null, null, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new BlobSettings.S3("b", "p", null, "us-east-1", null, "key", "hidden").toString())
                .isEqualTo("s3://b/p/");
        assertThatThrownBy(() -> new StorageConfiguration()
                        .blobStore(
                                new StorageSettings(home),
                                new BlobSettings(
                                        BlobSettings.Type.S3,
                                        null,
                                        new BlobSettings.S3("", "", null, "us-east-1", null, null, null)),
                                Clock.systemUTC()))
                .hasMessageContaining("bubblegram.storage.s3.bucket");
    }
}
