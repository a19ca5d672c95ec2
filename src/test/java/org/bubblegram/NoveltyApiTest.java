package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Models tell pictures unlike those they learned from, whichever part of the network has learned. */
@TestPropertySource(
        properties =
                "spring.datasource.url=jdbc:h2:mem:novelty;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH")
class NoveltyApiTest extends ServedApi {
    @BeforeEach
    void render() throws Exception {
        if (api.get("/v1/datasets").path("items").isEmpty()) {
            api.create("/v1/datasets", """
                    {"name": "small", "render": {"images": 40, "seed": 5, "width": 64, "height": 64}}""");
        }
    }

    private void train(String model, String more) throws Exception {
        JsonNode job = api.create("/v1/training-jobs", """
                {"dataset": "small", "model": "%s", "input": {"size": 64}, %s}""".formatted(model, more));
        JsonNode ended = api.ended(job.get("id").asString(), Duration.ofMinutes(5));
        assertThat(ended.get("state").asString()).as(ended.toPrettyString()).isEqualTo("succeeded");
    }

    private JsonNode novelty(String model, byte[] picture) throws Exception {
        return Api.json(api.post(
                        "/v1/models/" + model + "/predictions", "image/png", BodyPublishers.ofByteArray(picture)))
                .get("novelty");
    }

    private void assertThatAChessboardIsToldFromBubbles(String model) throws Exception {
        JsonNode card =
                api.get("/v1/models/" + model + "/versions/1").get("card").get("novelty");
        JsonNode alike = novelty(model, Uploads.picture(0));
        JsonNode unlike = novelty(model, chessboard());
        assertThat(card.get("pictures").asInt()).isEqualTo(6);
        assertThat(alike.get("threshold").asDouble())
                .isEqualTo(card.get("threshold").asDouble());
        assertThat(alike.get("score").asDouble())
                .isBetween(1e-6, unlike.get("score").asDouble());
        assertThat(unlike.get("outOfDistribution").asBoolean()).isTrue();
    }

    @Test
    void aHeadThatLearnedAloneTellsThem() throws Exception {
        train("head", "\"epochs\": 3");
        assertThatAChessboardIsToldFromBubbles("head");
    }

    @Test
    void aNetworkThatLearnedToItsDepthTellsThemByTheFeaturesThatItServes() throws Exception {
        train("deep", "\"epochs\": 1, \"batchSize\": 8, \"stages\": [], \"backbone\": {\"trainable\": \"layer4\"}");
        assertThatAChessboardIsToldFromBubbles("deep");
    }

    @Test
    void aTableHasTheThreeColumns() throws Exception {
        train("table", "\"epochs\": 1");
        HttpResponse<String> csv = api.send(api.request("/v1/models/table/predictions")
                .header("Content-Type", "image/png")
                .header("Accept", "text/csv")
                .POST(BodyPublishers.ofByteArray(chessboard())));
        assertThat(csv.body().lines().toList().get(0)).endsWith(",d32,novelty,novelty threshold,outOfDistribution");
        assertThat(csv.body().lines().toList().get(1)).endsWith(",true");
    }

    private static byte[] chessboard() throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                image.setRGB(x, y, (x / 4 + y / 4) % 2 == 0 ? 0xFF0000 : 0x00FF00);
            }
        }
        var png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }
}
