package org.bubblegram.web;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** From where to where a number may go, as the annotations of its field say. */
final class Limits {
    private Limits() {}

    /** Of the field that could not be read, {@code from 1 to 10000}; empty where it has no limits on both sides. */
    static Optional<String> of(JacksonException e) {
        List<JacksonException.Reference> path = e.getPath();
        if (path.isEmpty()) {
            return Optional.empty();
        }
        JacksonException.Reference last = path.get(path.size() - 1);
        Object from = last.from();
        Class<?> owner = from instanceof Class<?> type ? type : from == null ? Object.class : from.getClass();
        if (!owner.isRecord()) {
            return Optional.empty();
        }
        return Arrays.stream(owner.getRecordComponents())
                .filter(component -> component.getName().equals(last.getPropertyName()))
                .map(RecordComponent::getAccessor)
                .flatMap(accessor -> of(accessor).stream())
                .findFirst();
    }

    private static Optional<String> of(Method accessor) {
        Min min = accessor.getAnnotation(Min.class);
        Max max = accessor.getAnnotation(Max.class);
        if (min != null && max != null) {
            return Optional.of("from %d to %d".formatted(min.value(), max.value()));
        }
        DecimalMin least = accessor.getAnnotation(DecimalMin.class);
        DecimalMax most = accessor.getAnnotation(DecimalMax.class);
        return least == null || most == null
                ? Optional.empty()
                : Optional.of(
                        "from %s to %s%s".formatted(least.value(), most.inclusive() ? "" : "below ", most.value()));
    }
}
