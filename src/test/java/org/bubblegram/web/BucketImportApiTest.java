package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bubblegram.Api;
import org.bubblegram.S3Server;
import org.bubblegram.ServedApi;
import org.bubblegram.Uploads;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Data sets from a bucket, by a service that keeps its own files in a directory. */
@TestPropertySource(
        properties = {
            "bubblegram.imports.max-file-size=100KB",
            "spring.datasource.url=jdbc:h2:mem:bucket;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class BucketImportApiTest extends ServedApi {
    private static String bucket;

    @DynamicPropertySource
    static void imports(DynamicPropertyRegistry registry) {
        bucket = S3Server.newBucket();
        registry.add("bubblegram.imports.allowed", () -> "/srv/froth,s3://" + bucket + "/plant");
        registry.add("bubblegram.imports.s3.endpoint", S3Server::endpoint);
        registry.add("bubblegram.imports.s3.access-key", () -> S3Server.ACCESS_KEY);
        registry.add("bubblegram.imports.s3.secret-key", () -> S3Server.SECRET_KEY);
    }

    @BeforeEach
    void fill() throws IOException {
        for (String prefix : new String[] {"plant/7", "plant/large", "plantation"}) {
            Path folder = Files.createDirectories(S3Server.directory(bucket).resolve(prefix + "/images"));
            Files.write(folder.resolve("0.png"), Uploads.picture(0));
            Files.write(folder.resolve("1.png"), Uploads.picture(1));
            Files.writeString(
                    folder.resolveSibling("labels.csv"), "image,0-8px,8px+\n0.png,0.5,0.5\n1.png,0.25,0.75\n");
        }
        Files.write(S3Server.directory(bucket).resolve("plant/large/images/1.png"), new byte[200_000]);
    }

    private HttpResponse<String> post(String name, String source, String query)
            throws IOException, InterruptedException {
        return api.post("/v1/datasets" + query, "{\"name\": \"%s\", \"source\": \"%s\"}".formatted(name, source));
    }

    @Test
    void aPrefixIsCheckedAndImported() throws Exception {
        String source = "s3://" + bucket + "/plant/7";

        HttpResponse<String> checked = post("froth", source, "?dryRun=true");
        assertThat(checked.statusCode()).as(checked.body()).isEqualTo(200);
        assertThat(api.send(api.request("/v1/datasets/froth")).statusCode()).isEqualTo(404);

        HttpResponse<String> created = post("froth", source, "");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(Api.json(created).path("report")).isEqualTo(Api.json(checked));
        assertThat(api.bytes("/v1/datasets/froth/samples/1/image").body()).isEqualTo(Uploads.picture(1));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            plantation,      403, source_not_allowed
            plant/../7,      403, source_not_allowed
            plant/7/none,    422, labels_not_found
            plant/large,     422, file_too_large
            """)
    void aPrefixThatCannotBeImportedLeavesNothing(String prefix, int status, String code) throws Exception {
        HttpResponse<String> answer = post("none", "s3://" + bucket + "/" + prefix, "");

        JsonNode problem = Api.json(answer);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(api.send(api.request("/v1/datasets/none")).statusCode()).isEqualTo(404);
    }
}
