package org.bubblegram.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.bubblegram.S3Server;
import org.bubblegram.storage.Buckets.Listed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class BucketsTest {
    private final String bucket = S3Server.newBucket();
    private final S3Prefix top = S3Prefix.parse("s3://" + bucket + "/plant");
    private final Buckets buckets = new Buckets(S3Server.connection());

    private Path put(String key, String text) throws IOException {
        Path file = S3Server.directory(bucket).resolve(key);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String text(InputStream in) throws IOException {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whatLiesBelowAPrefixIsListedAndReadWhateverItsName() throws IOException {
        put("plant/a.png", "one");
        put("plant/sub/Körner + 1 %41&=.png", "three");
        put("plant-8/b.png", "another");

        List<Listed> listed = buckets.list(top, 10);

        assertThat(listed)
                .extracting(Listed::name, Listed::size)
                .containsExactlyInAnyOrder(tuple("a.png", 3L), tuple("sub/Körner + 1 %41&=.png", 5L));
        for (Listed object : listed) {
            assertThat(text(buckets.read(top, object))).hasSize((int) object.size());
        }
    }

    @Test
    void moreObjectsThanAPageAreListedAndNoMoreThanWanted() throws IOException {
        Path folder = Files.createDirectories(S3Server.directory(bucket).resolve("plant"));
        for (int i = 0; i < 2001; i++) {
            Files.createFile(folder.resolve("%04d".formatted(i)));
        }

        assertThat(buckets.list(top, 5000))
                .hasSize(2001)
                .extracting(Listed::name)
                .doesNotHaveDuplicates();
        assertThat(buckets.list(top, 1500)).hasSize(1500);
    }

    @ParameterizedTest
    @CsvSource({"one, four, it has another size", "one, two, it has the same size"})
    void anObjectThatHasChangedSinceItWasListedIsNotRead(String before, String after, String why) throws IOException {
        try (S3Client owner = S3Server.connection().client()) { // a file that is put into the folder has no ETag
            owner.putObject(request -> request.bucket(bucket).key("plant/a.png"), RequestBody.fromString(before));
            Listed listed = buckets.list(top, 1).get(0);
            assertThat(listed.etag()).isNotNull();
            assertThat(text(buckets.read(top, listed))).isEqualTo(before);
            owner.putObject(request -> request.bucket(bucket).key("plant/a.png"), RequestBody.fromString(after));

            assertThatThrownBy(() -> buckets.read(top, listed))
                    .as(why)
                    .isInstanceOfSatisfying(
                            FileSystemException.class,
                            e -> assertThat(e.getReason()).isEqualTo("it has changed since it was listed"));
        }
    }

    @Test
    void whatIsRefusedForGoodIsToldFromWhatMayComeBack() throws IOException {
        Path file = put("plant/a.png", "one");
        Listed listed = buckets.list(top, 1).get(0);
        Files.delete(file);
        S3Prefix none = S3Prefix.parse("s3://no-such-bucket-here");
        Buckets wrong = new Buckets(new S3Connection(S3Server.endpoint(), null, null, S3Server.ACCESS_KEY, "hidden"));
        Buckets away = new Buckets(new S3Connection(URI.create("http://127.0.0.1:1"), null, null, "key", "hidden"));

        assertThatThrownBy(() -> buckets.read(top, listed)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> buckets.list(none, 1)).hasMessageContaining("there is no such bucket");
        assertThatThrownBy(() -> wrong.list(top, 1))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> away.list(top, 1))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageNotContaining("hidden");
    }
}
