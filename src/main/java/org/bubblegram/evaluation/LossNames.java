package org.bubblegram.evaluation;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.bubblegram.loss.Loss;

/** What to call losses in a sentence: by type, and by parameters too where one type stands there more than once. */
final class LossNames {
    private final List<Loss> losses;

    /** @param losses all that are spoken of */
    LossNames(List<Loss> losses) {
        this.losses = losses;
    }

    String of(Loss loss) {
        long sameType = losses.stream()
                .filter(other -> other.getClass() == loss.getClass())
                .count();
        return sameType == 1 ? type(loss) : type(loss) + parameters(loss);
    }

    /** As in JSON. */
    private static String type(Loss loss) {
        JsonSubTypes types = Objects.requireNonNull(Loss.class.getAnnotation(JsonSubTypes.class));
        return Arrays.stream(types.value())
                .filter(type -> type.value() == loss.getClass())
                .map(JsonSubTypes.Type::name)
                .findFirst()
                .orElseThrow();
    }

    private static String parameters(Loss loss) {
        return Arrays.stream(loss.getClass().getRecordComponents())
                .map(component -> component.getName() + " " + value(loss, component))
                .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String value(Loss loss, RecordComponent component) {
        try {
            Object value = component.getAccessor().invoke(loss);
            return value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : String.valueOf(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
