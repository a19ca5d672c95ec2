package org.bubblegram.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bubblegram.S3Server;
import org.bubblegram.dataset.LabelReport.Finding;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.storage.Buckets;
import org.bubblegram.storage.S3Connection;
import org.bubblegram.storage.S3Prefix;
import org.bubblegram.storage.StoreUnavailable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class BucketImportTest {
    private static final String TWO = "image,0-1mm,1mm+\na.png,.5,.5\nb.png,.25,.75\n";

    @TempDir
    Path folder;

    private final String bucket = S3Server.newBucket();
    private Store store;

    @BeforeEach
    void open() throws IOException {
        store = open(S3Server.connection(), 100, "1MB", "10MB");
    }

    private Store open(S3Connection s3, int files, String one, String all) throws IOException {
        return Store.in(
                folder,
                new ImportSettings(
                        List.of("s3://" + bucket + "/plant/"),
                        files,
                        DataSize.parse(one),
                        DataSize.parse(all),
                        200,
                        s3));
    }

    /** Puts files below a prefix of the bucket. */
    private ImportSource put(Archives files, String prefix) throws IOException {
        files.directory(S3Server.directory(bucket).resolve(prefix));
        return ImportSource.at("s3://" + bucket + "/" + prefix);
    }

    private static NewDataset request() {
        return new NewDataset("froth", Basis.NUMBER, null, null);
    }

    private void assertNothingIsKept() throws IOException {
        assertThat(store.blobs().list("datasets/")).isEmpty();
        assertThat(store.rows("dataset")).isZero();
    }

    @Test
    void aPrefixWithinAnAllowedOneIsReadLikeADirectory() throws IOException {
        Archives files = Archives.labelled(TWO, 2).with(".DS_Store", "x").with("old/labels.csv.bak", "x");
        ImportSource source = put(files, "plant/7");
        Path directory = files.directory(folder.resolve("same"));
        LabelReport fromDirectory = Store.in(folder.resolve("other"), ImportSettings.allowing(directory))
                .datasets()
                .check(request(), ImportSource.at(directory.toString()));

        assertThat(store.datasets().check(request(), source)).isEqualTo(fromDirectory);
        assertNothingIsKept();

        Dataset dataset = store.datasets().create(request(), source);
        assertThat(dataset.report()).isEqualTo(fromDirectory);
        Sample second = store.datasets().samples(dataset).get(1);
        try (InputStream image = store.datasets().image(second)) {
            assertThat(image.readAllBytes()).isEqualTo(Archives.png(8, 8, 1000));
        }
    }

    @Test
    void rawSizesAreBinnedToo() throws IOException {
        ImportSource source = put(
                Archives.labelled("", 1)
                        .with("labels.csv", "")
                        .with("sub/objects.csv", "image,size_mm\na.png,0.5\na.png,2\n")
                        .with("sub/a.png", Archives.png(8, 8, 0)),
                "plant/sizes");
        NewDataset request = new NewDataset("sizes", Basis.NUMBER, SizeBins.parse(List.of("0-1mm", "1mm+")), null);

        assertThat(store.datasets()
                        .create(request, ImportSource.at(address(source) + "/sub"))
                        .samples())
                .isEqualTo(1);
    }

    private static String address(ImportSource source) {
        return ((ImportSource.Bucket) source).address();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://{}",
                "s3://{}/",
                "s3://{}/plant-8",
                "s3://{}/plan",
                "s3://{}/plant//",
                "s3://{}/plant/../secret",
                "s3://{}/plant/%2e%2e/secret",
                "s3://{}/plant/./",
                "s3://{}/plant/x?versionId=1",
                "s3://{}/plant#x",
                "s3://{}/PLANT",
                "s3://{}/plant\0",
                "s3://user@{}/plant",
                "s3://{}:80/plant",
                "s3://{}.127.0.0.1/plant",
                "s3://no-such-bucket-here/plant",
                "s3://127.0.0.1/plant",
                "S3://{}/plant",
                "s3:/{}/plant",
                "https://s3.example/{}/plant"
            })
    void anyOtherAddressIsNotAllowedWhetherItExistsOrNot(String address) throws IOException {
        put(Archives.labelled(TWO, 2), "plant-8");
        put(Archives.labelled(TWO, 2), "secret");
        String source = address.replace("{}", bucket);
        store = open(new S3Connection(URI.create("http://127.0.0.1:1"), null, null, "k", "s"), 9, "1MB", "1MB");

        assertThatThrownBy(() -> store.datasets().create(request(), ImportSource.at(source)))
                .isInstanceOfSatisfying(
                        SourceNotAllowed.class, e -> assertThat(e.source()).isEqualTo(source))
                .hasMessage("'" + source + "' is no directory or s3:// prefix within bubblegram.imports.allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "2,   1MB, 10MB, too_many_files",
        "3,   1MB, 10MB, ''",
        "100, 30B, 10MB, file_too_large",
        "100, 1MB, 60B, archive_too_large"
    })
    void aPrefixOverALimitIsRefusedWhileItIsRead(int files, String one, String all, String code) throws IOException {
        ImportSource source = put(Archives.labelled(TWO, 2), "plant/7");
        store = open(S3Server.connection(), files, one, all);

        assertThat(store.datasets().check(request(), source).errors())
                .extracting(Finding::code)
                .containsExactlyElementsOf(code.isEmpty() ? List.of() : List.of(code));
        if (!code.isEmpty()) {
            assertThatThrownBy(() -> store.datasets().create(request(), source)).isInstanceOf(InvalidDataset.class);
            assertNothingIsKept();
        }
    }

    @Test
    void whatIsMissingOrRefusedIsNamed() throws IOException {
        ImportSource source = put(Archives.labelled(TWO, 1), "plant/7");

        assertThat(store.datasets().check(request(), source).errors())
                .extracting(Finding::code, Finding::line)
                .containsExactly(tuple("image_missing", 3L));
        assertThat(store.datasets()
                        .check(request(), ImportSource.at(address(source) + "/none"))
                        .errors())
                .extracting(Finding::code)
                .containsExactly("labels_not_found");

        store = open(new S3Connection(S3Server.endpoint(), null, null, "another", "hidden"), 9, "1MB", "1MB");
        assertThat(store.datasets().check(request(), source).errors())
                .extracting(Finding::code, Finding::message)
                .containsExactly(
                        tuple("file_unreadable", "the prefix cannot be listed: the service has no permission"));
    }

    @Test
    void aBucketThatIsAwayIsNoFaultOfTheDataSet() throws IOException {
        store = open(new S3Connection(URI.create("http://127.0.0.1:1"), null, null, "k", "s"), 9, "1MB", "1MB");
        ImportSource source = ImportSource.at("s3://" + bucket + "/plant/7");

        assertThatThrownBy(() -> store.datasets().check(request(), source)).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> store.datasets().create(request(), source)).isInstanceOf(StoreUnavailable.class);
        assertNothingIsKept();
    }

    @Test
    void keysThatOtherProgramsTakeForWaysOutAreRefused() throws IOException {
        List<String> keys = List.of("../secret.png", "a//b.png", "./c.png", "/d.png", "e\\f.png", "C:g.png");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            StringBuilder listed = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
            keys.forEach(key ->
                    listed.append("<Contents><Key>plant/").append(key).append("</Key><Size>1</Size></Contents>"));
            byte[] answer = listed.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            store = open(new S3Connection(endpoint, null, null, "k", "s"), 9, "1MB", "1MB");

            assertThat(store.datasets()
                            .check(request(), ImportSource.at("s3://" + bucket + "/plant"))
                            .errors())
                    .allSatisfy(finding -> assertThat(finding.code()).isEqualTo("unsafe_path"))
                    .extracting(Finding::file)
                    .containsExactlyElementsOf(keys);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void filesThatChangeOrGoWhileTheyAreImportedAreNamed() throws IOException {
        Findings findings = new Findings();
        put(Archives.labelled(TWO, 2), "plant/7");
        Path objects = S3Server.directory(bucket).resolve("plant/7");
        try (Buckets buckets = new Buckets(S3Server.connection());
                SourceFiles files = BucketFiles.open(
                        buckets, S3Prefix.parse("s3://" + bucket + "/plant/7"), ImportSettings.allowing(), findings)) {
            LabelledFiles draft = LabelledFiles.read(files, request(), findings);
            Files.write(objects.resolve("a.png"), Archives.png(8, 8, 7));
            Files.delete(objects.resolve("b.png"));

            assertThat(draft.picture(0)).isEmpty();
            assertThat(draft.picture(1)).isEmpty();
        }
        assertThat(findings.errors())
                .extracting(Finding::code, Finding::message)
                .containsExactly(
                        tuple("file_unreadable", "image 'a.png' cannot be read: it has changed since it was listed"),
                        tuple("file_unreadable", "image 'b.png' cannot be read: it is no longer there"));
    }
}
