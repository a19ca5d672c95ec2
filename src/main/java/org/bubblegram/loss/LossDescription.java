package org.bubblegram.loss;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a loss is, for those who choose one.
 *
 * @param type as in JSON
 * @param formula per-sample loss in the terms of {@link #TERMS}
 * @param activation how its network's logits become fractions
 * @param when when to choose it
 * @param source where it was published, null where it is textbook
 */
public record LossDescription(
        String type,
        String formula,
        Activation activation,
        List<Parameter> parameters,
        String when,
        @Nullable String source) {
    /** What the letters of a formula mean. */
    public static final String TERMS =
            "z logits, y target, p = softmax(z), s = sigmoid(z), C cumulative sums over bins,"
                    + " c_j centre of bin j, K bins; sums run over the known bins";

    /**
     * A field beside {@code type}.
     *
     * @param type as in JSON Schema: number or string
     * @param defaultValue what it is if absent
     * @param minimum null where there is none
     * @param maximum likewise
     * @param choices null where it is a number
     */
    public record Parameter(
            String name,
            String type,
            @JsonProperty("default") Object defaultValue,
            @Nullable BigDecimal minimum,
            @Nullable BigDecimal maximum,
            @Nullable List<String> choices,
            String description) {
        private static Parameter of(RecordComponent component, Loss defaults) {
            DecimalMin minimum = component.getAccessor().getAnnotation(DecimalMin.class);
            DecimalMax maximum = component.getAccessor().getAnnotation(DecimalMax.class);
            Object value = value(component, defaults);
            boolean choice = value instanceof Enum<?>;
            return new Parameter(
                    component.getName(),
                    choice ? "string" : "number",
                    choice ? name((Enum<?>) value) : value,
                    minimum == null ? null : new BigDecimal(minimum.value()),
                    maximum == null ? null : new BigDecimal(maximum.value()),
                    choice ? choices(component.getType()) : null,
                    Objects.requireNonNull(component.getAnnotation(Description.Parameter.class))
                            .value());
        }

        private static Object value(RecordComponent component, Loss loss) {
            try {
                return component.getAccessor().invoke(loss);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        private static List<String> choices(Class<?> type) {
            return Arrays.stream(type.getEnumConstants())
                    .map(choice -> name((Enum<?>) choice))
                    .toList();
        }

        /** As JSON writes it. */
        private static String name(Enum<?> choice) {
            try {
                return choice.getDeclaringClass()
                        .getField(choice.name())
                        .getAnnotation(JsonProperty.class)
                        .value();
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** @param defaults the loss with its default parameters */
    static LossDescription of(String type, Loss defaults) {
        Description description = Objects.requireNonNull(defaults.getClass().getAnnotation(Description.class));
        return new LossDescription(
                type,
                description.formula(),
                defaults.activation(),
                Arrays.stream(defaults.getClass().getRecordComponents())
                        .map(component -> Parameter.of(component, defaults))
                        .toList(),
                description.when(),
                description.source().isEmpty() ? null : description.source());
    }
}
