package org.bubblegram.loss;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Every loss there is, by its type in JSON. */
public final class Losses {
    private static final Map<String, Loss> DEFAULTS = defaults();
    private static final Map<String, LossDescription> DESCRIPTIONS = descriptions();

    private Losses() {}

    /** Each loss with its default parameters, by type. */
    public static Map<String, Loss> withDefaults() {
        return DEFAULTS;
    }

    /** What each loss is, by type. */
    public static Map<String, LossDescription> described() {
        return DESCRIPTIONS;
    }

    private static Map<String, Loss> defaults() {
        JsonSubTypes types = Objects.requireNonNull(Loss.class.getAnnotation(JsonSubTypes.class));
        Map<String, Loss> losses = new LinkedHashMap<>();
        List.of(types.value()).forEach(type -> losses.put(type.name(), withoutParameters(type.value())));
        return Collections.unmodifiableMap(losses);
    }

    /** A loss's constructor takes null for the default. */
    private static Loss withoutParameters(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] parameters =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return (Loss) type.getDeclaredConstructor(parameters).newInstance(new Object[components.length]);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, LossDescription> descriptions() {
        Map<String, LossDescription> descriptions = new LinkedHashMap<>();
        DEFAULTS.forEach((type, loss) -> descriptions.put(type, LossDescription.of(type, loss)));
        return Collections.unmodifiableMap(descriptions);
    }
}
