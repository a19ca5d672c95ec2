package org.bubblegram.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** A value that does not fit its field, said without naming a Java type. */
record Misfit(String field, String message) {
    private static final int LONGEST_FIELD = 100;

    static Misfit of(JacksonException e) {
        String field = field(e);
        if (e instanceof UnrecognizedPropertyException) {
            return new Misfit(field, "is not a known field");
        }
        if (e instanceof InvalidTypeIdException unknown) {
            return new Misfit(field + ".type", oneOf(types(unknown)));
        }
        if (e instanceof InvalidNullException) {
            return new Misfit(field, "must not hold null");
        }
        if (e instanceof ValueInstantiationException && e.getCause() != null) {
            return new Misfit(field, String.valueOf(e.getCause().getMessage()));
        }
        return new Misfit(
                field,
                expected(target(e)) + Limits.of(e).map(limits -> " " + limits).orElse(""));
    }

    private static String field(JacksonException e) {
        StringBuilder field = new StringBuilder();
        for (JacksonException.Reference at : e.getPath()) {
            if (at.getPropertyName() == null) {
                field.append('[').append(at.getIndex()).append(']');
            } else {
                field.append(field.isEmpty() ? "" : ".").append(at.getPropertyName());
            }
        }
        return field.length() <= LONGEST_FIELD ? field.toString() : field.substring(0, LONGEST_FIELD) + "...";
    }

    private static @Nullable Class<?> target(JacksonException e) {
        if (e instanceof MismatchedInputException mismatch) {
            return mismatch.getTargetType();
        }
        return e instanceof InputCoercionException coercion ? coercion.getTargetType() : null;
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "does not fit";
        }
        if (type.isEnum()) {
            return oneOf(type);
        }
        if (type == Integer.class || type == int.class) {
            return "must be a whole number";
        }
        if (type == Long.class || type == long.class) {
            return "must be a whole number of at most 64 bits";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "must be a number";
        }
        if (type == Instant.class) {
            return "must be a time such as 2027-01-01T00:00:00Z";
        }
        return type == Boolean.class ? "must be true or false" : structure(type);
    }

    private static String structure(Class<?> type) {
        if (type == String.class) {
            return "must be text";
        }
        return Collection.class.isAssignableFrom(type) ? "must be an array" : "must be an object";
    }

    /** What a text must be to name a constant of the type. */
    static String oneOf(Class<?> constants) {
        return oneOf(names(constants));
    }

    private static String oneOf(Collection<String> names) {
        return "must be one of " + String.join(", ", names);
    }

    private static Collection<String> types(InvalidTypeIdException e) {
        JsonSubTypes types = e.getBaseType().getRawClass().getAnnotation(JsonSubTypes.class);
        return types == null
                ? java.util.List.of()
                : Arrays.stream(types.value()).map(JsonSubTypes.Type::name).toList();
    }

    /** As they are written in JSON: the name of the annotation, or the constant's own in lower case. */
    private static Collection<String> names(Class<?> type) {
        return Arrays.stream(type.getFields())
                .filter(java.lang.reflect.Field::isEnumConstant)
                .map(constant -> {
                    JsonProperty property = constant.getAnnotation(JsonProperty.class);
                    return property == null ? constant.getName().toLowerCase(Locale.ROOT) : property.value();
                })
                .collect(Collectors.toList());
    }
}
