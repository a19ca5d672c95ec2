package org.bubblegram.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.json.JsonMapper;

class LossJsonTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @ParameterizedTest
    @CsvSource(textBlock = """
            softmax-cross-entropy,        SoftmaxCrossEntropy
            kullback-leibler,             KullbackLeibler
            reverse-kullback-leibler,     ReverseKullbackLeibler
            jensen-shannon,               JensenShannon
            emd,                          EarthMovers
            squared-emd,                  SquaredEarthMovers
            softmax-l2,                   SoftmaxL2
            softmax-l1,                   SoftmaxL1
            size-weighted-l2,             SizeWeightedL2
            intersection,                 Intersection
            iou,                          IntersectionOverUnion
            kullback-leibler-expectation, KullbackLeiblerExpectation
            sigmoid-l2,                   SigmoidL2
            sigmoid-binary-cross-entropy, SigmoidBinaryCrossEntropy
            cosine,                       Cosine
            """)
    void aLossIsNamedByItsTypeAndComesBackAsItWasWritten(String type, String name) {
        Loss loss = JSON.readValue("{\"type\": \"" + type + "\"}", Loss.class);

        assertThat(loss.getClass().getSimpleName()).isEqualTo(name);
        String written = JSON.writeValueAsString(loss);
        assertThat(written).contains("\"type\":\"" + type + "\"");
        assertThat(JSON.readValue(written, Loss.class)).isEqualTo(loss);
    }

    @Test
    void parametersAreRead() {
        assertThat(JSON.readValue("{\"type\": \"size-weighted-l2\", \"exponent\": 3}", Loss.class))
                .isEqualTo(new SizeWeightedL2(3.0));
    }

    @Test
    void anUnknownTypeIsAnError() {
        assertThatThrownBy(() -> JSON.readValue("{\"type\": \"magic\"}", Loss.class))
                .isInstanceOf(InvalidTypeIdException.class);
    }
}
