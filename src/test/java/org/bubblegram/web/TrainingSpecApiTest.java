package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.bubblegram.Api;
import org.bubblegram.ServedApi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What is wrong with a spec is said when the job is posted, not hours later. 24 pictures, 4 GB of memory, 32 MB of cache. */
@TestPropertySource(
        properties = {
            "bubblegram.training.memory-limit=4GB",
            "bubblegram.training.cache-limit=32MB",
            "spring.datasource.url=jdbc:h2:mem:specs;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class TrainingSpecApiTest extends ServedApi {
    @BeforeEach
    void render() throws Exception {
        // the first test makes it, the others find it there
        assertThat(api.post("/v1/datasets", """
                {"name": "dots", "render": {"images": 24, "width": 64, "height": 64}}""").statusCode()).isIn(201, 409);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "head": {"dropout": {"rate": 1}}                                        | 400 | invalid_request  | head.dropout.rate
            "backbone": {"trainable": "layer4"}, "stages": [{"trainable": "all"}]   | 400 | invalid_request  | stages[0].trainable
            "optimizer": {"type": "adamw", "momentum": 0.9}                         | 400 | invalid_request  | optimizer.momentum
            "augmentation": {"mixup": 0.2}                                          | 400 | invalid_request  | augmentation.mixup
            "augmentation": {"lighting": 0.2}                                       | 400 | invalid_request  | augmentation.lighting
            "epochs": 2, "optimizer": {"warmupSteps": 100}                          | 422 | warmup_too_long  | optimizer.warmupSteps
            "priority": 10                                                          | 400 | invalid_request  | priority
            "priority": -1                                                          | 400 | invalid_request  | priority
            "backbone": {"trainable": "all"}, "batchSize": 1024                     | 422 | memory_too_small | batchSize
            "backbone": {"trainable": "layer3"}                                     | 422 | cache_too_small  | backbone.trainable
            "input": {"size": 512}                                                  | 422 | cache_too_small  | input.size
            "backbone": {"trainable": "all"}, "stages": [{"trainable": "layer3"}]   | 422 | cache_too_small  | stages[0].trainable
            """)
    void aSpecThatCannotBeCarriedOutIsRefusedWithItsFieldNamed(String fragment, int status, String code, String field)
            throws Exception {
        assertRefused(
                api.post("/v1/training-jobs", "{\"dataset\": \"dots\", \"model\": \"dots\", " + fragment + "}"),
                status,
                code,
                field);
    }

    /** 24 pictures of 512 x 512 x 3 floats are 75 MB. */
    @ParameterizedTest
    @CsvSource({"512, cache_too_small", "1024, memory_too_small"})
    void aComparisonOfLossesThatCannotBeCarriedOutIsRefusedAtOnceAndNotQueued(int size, String code) throws Exception {
        assertRefused(
                api.post("/v1/loss-comparisons", "{\"dataset\": \"dots\", \"input\": {\"size\": %d}}".formatted(size)),
                422,
                code,
                "input.size");
        assertThat(api.get("/v1/loss-comparisons").get("items")).isEmpty();
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code, String field) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode problem = Api.json(answer);
        assertThat(problem.get("code").asString()).isEqualTo(code);
        assertThat(problem.get("errors")).hasSize(1);
        assertThat(problem.get("errors").get(0).get("field").asString()).isEqualTo(field);
    }

    @Test
    void whatTwoRulesForbidIsNamedTogether() throws Exception {
        HttpResponse<String> answer = api.post("/v1/training-jobs", """
                {"dataset": "dots", "model": "dots", "optimizer": {"momentum": 0.5},
                 "split": {"validation": 0.5, "test": 0.5}}""");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Api.json(answer).get("errors"))
                .extracting(error -> error.get("field").asString())
                .containsExactlyInAnyOrder("split.validation", "split.test", "optimizer.momentum");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            training-jobs    | "model": "dots", "backbone": {"weights": "nowhere"}                                   | unknown_backbone | backbone.weights
            training-jobs    | "model": "dots", "backbone": {"weights": "nowhere"}, "epochs": 0                      | invalid_request  | backbone.weights, epochs
            training-jobs    | "model": "dots", "backbone": {"weights": "nowhere"}, "epochs": "x", "colour": 1       | invalid_request  | backbone.weights, epochs, colour
            training-jobs    | "model": "dots", "backbone": {"weights": "nowhere"}, "optimizer": {"momentum": 0.5}   | invalid_request  | backbone.weights, optimizer.momentum
            training-jobs    | "model": "dots", "backbone": {"weights": "No where"}, "epochs": 0                     | invalid_request  | backbone.weights, epochs
            training-jobs    | "model": "dots", "backbone": "nowhere", "epochs": 0                                   | invalid_request  | backbone, epochs
            training-jobs    | "model": "dots", "backbone": {"weights": "none"}, "epochs": 0                         | invalid_request  | epochs
            loss-comparisons | "backbone": {"weights": "nowhere"}                                                    | unknown_backbone | backbone.weights
            loss-comparisons | "backbone": {"weights": "nowhere"}, "folds": 1                                        | invalid_request  | backbone.weights, folds
            """)
    void anUnknownBackboneIsNamedWithTheOtherBadFields(String path, String fragment, String code, String fields)
            throws Exception {
        HttpResponse<String> answer = api.post("/v1/" + path, "{\"dataset\": \"dots\", " + fragment + "}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(Api.json(answer).get("code").asString()).isEqualTo(code);
        assertThat(Api.json(answer).get("errors"))
                .extracting(error -> error.get("field").asString())
                .containsExactlyInAnyOrder(fields.split(", "));
    }

    @Test
    void theLargestBatchThatFitsIsAdvisedAndAccepted() throws Exception {
        String job =
                "{\"dataset\": \"dots\", \"model\": \"dots\", \"backbone\": {\"trainable\": \"all\"}, \"batchSize\": %s}";
        String detail = Api.json(api.post("/v1/training-jobs", job.formatted(1024)))
                .get("detail")
                .asString();
        String largest = detail.replaceAll(".*batchSize that fits is (\\d+);.*", "$1");

        HttpResponse<String> accepted = api.post("/v1/training-jobs", job.formatted(largest));
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        String id = Api.json(accepted).get("id").asString();
        api.post("/v1/training-jobs/" + id + "/cancel", "");
    }
}
