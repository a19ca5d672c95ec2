package org.bubblegram.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bubblegram.loss.LossDescription.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class LossDescriptionTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    static Stream<LossDescription> descriptions() {
        return Losses.described().values().stream();
    }

    static Stream<Arguments> parameters() {
        return descriptions()
                .flatMap(loss -> loss.parameters().stream().map(parameter -> Arguments.of(loss.type(), parameter)));
    }

    @Test
    void everyLossIsDescribedExactlyOnce() {
        List<Class<?>> described = descriptions()
                .map(loss -> read(loss.type(), Map.of()).getClass())
                .<Class<?>>map(type -> type)
                .toList();

        assertThat(described).containsExactlyInAnyOrder(Loss.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("descriptions")
    void aDescriptionIsThatOfItsLoss(LossDescription description) {
        Loss loss = read(description.type(), Map.of());

        assertThat(Losses.withDefaults().get(description.type())).isEqualTo(loss);
        assertThat(description.activation()).isEqualTo(loss.activation());
        assertThat(description.formula()).isNotBlank();
        assertThat(description.when()).endsWith(".");
        assertThat(description.parameters())
                .extracting(Parameter::name)
                .containsExactlyElementsOf(Arrays.stream(loss.getClass().getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    @Test
    void parametersAreThoseOfTheDesign() {
        assertThat(parameters()
                        .map(arguments -> Objects.requireNonNull(arguments.get()[1])))
                .map(parameter -> ((Parameter) parameter).toString().replaceAll(", description=.*", ""))
                .containsExactly(
                        "Parameter[name=labelSmoothing, type=number, defaultValue=0.0, minimum=0, maximum=0.9, choices=null",
                        "Parameter[name=exponent, type=number, defaultValue=2.0, minimum=0, maximum=6, choices=null",
                        "Parameter[name=weight, type=number, defaultValue=1.0, minimum=0, maximum=100, choices=null",
                        "Parameter[name=distance, type=string, defaultValue=squared, minimum=null, maximum=null, choices=[squared, euclidean]",
                        "Parameter[name=magnitudePenalty, type=number, defaultValue=0.1, minimum=0, maximum=100, choices=null");
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void theDefaultIsWhatAnAbsentParameterMeans(String type, Parameter parameter) {
        assertThat(read(type, Map.of(parameter.name(), parameter.defaultValue())))
                .isEqualTo(read(type, Map.of()));
        assertThat(parameter.description()).endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("descriptions")
    void aFormulaNamesEveryParameterItDependsOn(LossDescription description) {
        for (Parameter parameter : description.parameters()) {
            assertThat(description.formula()).containsPattern("\\b" + parameter.name() + "\\b");
        }
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void limitsAreThoseThatValidationHoldsARequestTo(String type, Parameter parameter) {
        if (parameter.minimum() == null || parameter.maximum() == null) {
            assertThat(parameter.choices()).isNotEmpty();
            return;
        }
        BigDecimal little = new BigDecimal("0.001");
        assertThat(valid(type, parameter, parameter.minimum())).isTrue();
        assertThat(valid(type, parameter, parameter.maximum())).isTrue();
        assertThat(valid(type, parameter, parameter.minimum().subtract(little))).isFalse();
        assertThat(valid(type, parameter, parameter.maximum().add(little))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void choicesAreWhatIsUnderstood(String type, Parameter parameter) {
        if (parameter.choices() == null) {
            assertThat(parameter.minimum()).isNotNull();
            return;
        }
        assertThat(parameter.choices().stream()
                        .map(choice -> read(type, Map.of(parameter.name(), choice)))
                        .distinct())
                .hasSameSizeAs(parameter.choices());
        assertThatThrownBy(() -> read(type, Map.of(parameter.name(), "other"))).isInstanceOf(JacksonException.class);
    }

    private static boolean valid(String type, Parameter parameter, BigDecimal value) {
        try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
            Validator validator = factory.getValidator();
            return validator
                    .validate(read(type, Map.of(parameter.name(), value)))
                    .isEmpty();
        }
    }

    private static Loss read(String type, Map<String, Object> parameters) {
        var json = JSON.createObjectNode().put("type", type);
        parameters.forEach((name, value) -> json.set(name, JSON.valueToTree(value)));
        return JSON.treeToValue(json, Loss.class);
    }
}
