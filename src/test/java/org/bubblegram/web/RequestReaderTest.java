package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.validation.Validation;
import java.nio.charset.StandardCharsets;
import org.bubblegram.loss.Cosine;
import org.bubblegram.web.InvalidRequest.FieldError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RequestReaderTest {
    private final RequestReader reader = new RequestReader(
            JsonMapper.builder().build(),
            Validation.buildDefaultValidatorFactory().getValidator());

    private TrainingJobRequest read(String json) {
        return reader.read(json.getBytes(StandardCharsets.UTF_8), TrainingJobRequest.class);
    }

    private InvalidRequest invalid(String json) {
        return catchThrowableOfType(InvalidRequest.class, () -> read(json));
    }

    @Test
    void readsTheSpecBesideTheNames() {
        TrainingJobRequest request =
                read("{'dataset':'nuclei','model':'froth','epochs':7,'loss':{'type':'cosine','magnitudePenalty':0}}"
                        .replace('\'', '"'));
        assertThat(request.dataset()).isEqualTo("nuclei");
        assertThat(request.spec()).isNotNull();
        assertThat(request.spec().epochs()).isEqualTo(7);
        assertThat(request.spec().loss()).isEqualTo(new Cosine(0.0));
        assertThat(request.spec().input().size()).as("a default").isEqualTo(224);
    }

    @Test
    void namesEveryBadFieldInOneAnswer() {
        InvalidRequest invalid = invalid("""
                {"dataset": "a", "bar": {}, "epochs": 0, "batchSize": "16",
                 "optimizer": {"learningRate": 7, "weightDecay": "x", "foo": 1},
                 "loss": {"type": "huber"}, "split": {"test": 0.9},
                 "backbone": {"trainable": "some"}, "earlyStopping": {"metric": 1}}
                """);
        assertThat(invalid.errors())
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder(
                        "model",
                        "bar",
                        "epochs",
                        "batchSize",
                        "optimizer.learningRate",
                        "optimizer.weightDecay",
                        "optimizer.foo",
                        "loss.type",
                        "split.test",
                        "backbone.trainable",
                        "earlyStopping.metric");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "epochs": 1.5                       | epochs                  | must be a whole number from 1 to 10000
            "epochs": 99999999999               | epochs                  | must be a whole number from 1 to 10000
            "epochs": true                      | epochs                  | must be a whole number from 1 to 10000
            "epochs": "5"                       | epochs                  | must be a whole number from 1 to 10000
            "stages": [{"trainable": "none", "batchSize": "5"}] | stages[0].batchSize | must be a whole number from 1 to 1024
            "optimizer": {"learningRate": "5"}  | optimizer.learningRate  | must be a number from 1e-8 to 1
            "optimizer": {"schedule": {"type": "step", "epochs": "5"}} | optimizer.schedule.epochs | must be a whole number from 1 to 10000
            "loss": {"type": "cosine", "magnitudePenalty": "x"} | loss.magnitudePenalty | must be a number from 0 to 100
            "head": {"dropout": {"rate": "x"}}  | head.dropout.rate       | must be a number from 0 to below 1
            "head": {"hiddenUnits": ["x"]}      | head.hiddenUnits[0]     | must be a whole number
            "epochs": 10001                     | epochs                  | must be less than or equal to 10000
            "seed": 1e30                        | seed                    | must be a whole number of at most 64 bits
            "head": {"pooling": "min"}          | head.pooling            | must be one of max, average
            "head": {"hiddenUnits": [512, 0]}   | head.hiddenUnits[1]     | must be greater than or equal to 1
            "head": {"hiddenUnits": [4097]}     | head.hiddenUnits[0]     | must be less than or equal to 4096
            "head": {"hiddenUnits": [1, 1, 1, 1, 1]} | head.hiddenUnits   | size must be between 0 and 4
            "head": {"hiddenUnits": 512}        | head.hiddenUnits        | must be an array
            "head": {"dropout": {"rate": 1}}    | head.dropout.rate       | must be less than 1
            "head": {"dropout": {"rate": -0.1}} | head.dropout.rate       | must be greater than or equal to 0
            "head": {"dropout": {"rescale": 1}} | head.dropout.rescale    | must be true or false
            "head": {"normalization": "batch"}  | head.normalization      | must be one of none, standardize
            "head": {"temperature": 0}          | head.temperature        | must be greater than or equal to 0.01
            "head": {"variational": {"sampling": "none"}} | head.variational.sampling | must be one of per-batch, local-reparameterization
            "head": {"variational": {"priorDeviation": 0}} | head.variational.priorDeviation | must be greater than or equal to 1e-6
            "head": {"variational": {"initialDeviation": 0}} | head.variational.initialDeviation | must be greater than or equal to 1e-6
            "head": {"variational": {"weight": -1}} | head.variational.weight | must be greater than or equal to 0
            "head": []                          | head                    | must be an object
            "optimizer": {"type": "adam"}       | optimizer.type          | must be one of adamw, sgd
            "optimizer": {"momentum": 1}        | optimizer.momentum      | must be less than or equal to 0.9999
            "optimizer": {"warmupSteps": -1}    | optimizer.warmupSteps   | must be greater than or equal to 0
            "optimizer": {"layerDecay": 0}      | optimizer.layerDecay    | must be greater than or equal to 0.01
            "optimizer": {"schedule": {"type": "linear"}} | optimizer.schedule.type | must be one of constant, cosine, step, plateau
            "optimizer": {"schedule": {"type": "step", "factor": 2}} | optimizer.schedule.factor | must be less than or equal to 1
            "optimizer": {"schedule": {"type": "cosine", "patience": 2}} | optimizer.schedule.patience | is not a known field
            "accumulationSteps": 0              | accumulationSteps       | must be greater than or equal to 1
            "gradientClipNorm": 0               | gradientClipNorm        | must be greater than or equal to 1e-6
            "augmentation": {"mixup": 1.5}      | augmentation.mixup      | must be less than or equal to 1
            "weightAveraging": {"decay": 1}     | weightAveraging.decay   | must be less than or equal to 0.99999
            "backbone": {"trainable": "layer2"} | backbone.trainable      | must be one of none, layer4, layer3, all
            "stages": [{}]                      | stages[0].trainable     | must not be null
            "stages": [null]                    | stages[0]               | must not hold null
            "stages": [{"trainable": "none", "epochs": 0}] | stages[0].epochs | must be greater than or equal to 1
            "optimizer": {"learningRate": 1e999} | optimizer.learningRate | must be less than or equal to 1
            "loss": {}                          | loss.type               | must be one of softmax-cross-entropy, kullback-leibler, reverse-kullback-leibler, jensen-shannon, emd, squared-emd, softmax-l2, softmax-l1, size-weighted-l2, intersection, iou, kullback-leibler-expectation, sigmoid-l2, sigmoid-binary-cross-entropy, cosine
            "loss": 3                           | loss.type               | must be one of softmax-cross-entropy, kullback-leibler, reverse-kullback-leibler, jensen-shannon, emd, squared-emd, softmax-l2, softmax-l1, size-weighted-l2, intersection, iou, kullback-leibler-expectation, sigmoid-l2, sigmoid-binary-cross-entropy, cosine
            "loss": {"type": "cosine", "labelSmoothing": 0} | loss.labelSmoothing | is not a known field
            "loss": {"type": "cosine", "magnitudePenalty": -1} | loss.magnitudePenalty | must be greater than or equal to 0
            "backbone": {"weights": "../etc"}   | backbone.weights        | must match "[a-z0-9][a-z0-9._-]{0,63}"
            """)
    void saysWhatAFieldMustBe(String fragment, String field, String message) {
        InvalidRequest invalid = invalid("{\"dataset\": \"a\", \"model\": \"b\", " + fragment + "}");
        assertThat(invalid.errors()).containsExactly(new FieldError(field, message));
    }

    @Test
    void stopsCountingAtFiftyUnknownFields() {
        StringBuilder json = new StringBuilder("{\"dataset\": \"a\", \"model\": \"b\"");
        for (int i = 0; i < 1000; i++) {
            json.append(", \"x").append(i).append("\": 1");
        }
        assertThat(invalid(json.append("}").toString()).errors()).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "3",
                "[]",
                "\"a\"",
                "{",
                "{\"a\":1} x",
                "{\"a\":NaN}",
                "{'a':1}",
                "\u0000",
                "{\"a\""
            })
    void refusesWhatIsNoJsonObject(String json) {
        assertThat(catchThrowableOfType(MalformedJson.class, () -> read(json))).isNotNull();
    }

    @Test
    void refusesDeepNesting() {
        String deep = "{\"a\":".repeat(10_000);
        assertThat(catchThrowableOfType(MalformedJson.class, () -> read(deep)))
                .hasMessageStartingWith("the JSON is nested too deeply");
    }

    @Test
    void refusesBytesThatAreNoText() {
        byte[] bytes = {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}'};
        assertThat(catchThrowableOfType(MalformedJson.class, () -> reader.read(bytes, TrainingJobRequest.class)))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\": NaN}", "{\"a\": [1}", "{\"a\": 'b'}", "{\"a\": 01}", "{\"a\": \"\n\"}"})
    void saysNothingOfItsParser(String json) {
        MalformedJson malformed = catchThrowableOfType(MalformedJson.class, () -> read(json));
        assertThat(malformed.getMessage())
                .doesNotContain("Source", "Feature", "Stream")
                .doesNotStartWith(" at ");
    }

    @Test
    void saysWhereJsonBreaks() {
        MalformedJson malformed = catchThrowableOfType(MalformedJson.class, () -> read("{\"a\": 1,\n\"b\": }"));
        assertThat(malformed).hasMessageContaining("line 2, column 6");
    }

    @Test
    void refusesAFieldThatComesTwice() {
        MalformedJson malformed = catchThrowableOfType(
                MalformedJson.class, () -> read("{\"dataset\": \"a\", \"dataset\": \"b\", \"model\": \"m\"}"));
        assertThat(malformed).hasMessageContaining("Duplicate").hasMessageContaining("dataset");
    }

    @Test
    void namesAnElementOfAList() {
        String json = "{\"name\": \"a\", \"source\": \"/data\", \"bins\": [\"0-1mm\", null]}";
        InvalidRequest invalid = catchThrowableOfType(
                InvalidRequest.class, () -> reader.read(json.getBytes(StandardCharsets.UTF_8), DatasetRequest.class));
        assertThat(invalid.errors()).containsExactly(new FieldError("bins[1]", "must not hold null"));
    }

    @Test
    void namesBinsThatCannotBeReadTogetherWithWhatElseIsWrong() {
        DatasetRequest request = reader.read(
                "{'name': 'a', 'source': '/data', 'bins': ['1-0mm'], 'render': {'bins': ['x']}}"
                        .replace('\'', '"')
                        .getBytes(StandardCharsets.UTF_8),
                DatasetRequest.class);

        InvalidRequest invalid = catchThrowableOfType(InvalidRequest.class, request::from);
        assertThat(invalid.errors()).extracting(FieldError::field).containsExactly("source", "bins", "render.bins");
    }
}
