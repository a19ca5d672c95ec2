package org.bubblegram.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.Nulls;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bubblegram.web.InvalidRequest.FieldError;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads request records from JSON, strictly: no unknown or repeated field, no text where a number belongs. Whatever does
 * not fit is noted and taken out, then the rest is read again, so that one answer names everything that is wrong.
 */
final class RequestReader {
    /** A caller needs no longer list. */
    private static final int MAX_ERRORS = 50;

    private final JsonMapper json;
    private final Validator validator;

    RequestReader(JsonMapper json, Validator validator) {
        this.json = strict(json);
        this.validator = validator;
    }

    private static JsonMapper strict(JsonMapper json) {
        return json.rebuild()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
                .withCoercionConfigDefaults(c -> c.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                .withCoercionConfig(
                        LogicalType.Textual,
                        c -> c.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.TryConvert))
                .build();
    }

    /**
     * @throws MalformedJson if the body is no JSON object
     * @throws InvalidRequest if any field is unknown, of a wrong type or out of range; names them all
     */
    <T> T read(byte[] body, Class<T> type) {
        ObjectNode tree = tree(body);
        Map<String, String> errors = new LinkedHashMap<>();
        T value = bind(tree, type, errors);
        if (value != null) {
            rangeErrors(value).forEach((field, message) -> {
                if (errors.keySet().stream().noneMatch(known -> isPart(known, field))) { // which was taken out
                    errors.put(field, message);
                }
            });
        }
        if (!errors.isEmpty()) {
            throw new InvalidRequest(errors.entrySet().stream()
                    .map(error -> new FieldError(error.getKey(), error.getValue()))
                    .toList());
        }
        return Objects.requireNonNull(value);
    }

    private static boolean isPart(String field, String of) {
        return field.equals(of) || field.startsWith(of + ".") || field.startsWith(of + "[");
    }

    private ObjectNode tree(byte[] body) {
        try {
            if (json.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw MalformedJson.of(e);
        }
        throw new MalformedJson("the body must be a JSON object", 1, 1);
    }

    /** Null where nothing of the type could be read at all. */
    private <T> @Nullable T bind(ObjectNode tree, Class<T> type, Map<String, String> errors) {
        while (errors.size() < MAX_ERRORS) {
            try {
                return json.treeToValue(tree, type);
            } catch (JacksonException e) {
                Misfit misfit = Misfit.of(e);
                errors.putIfAbsent(misfit.field(), misfit.message());
                if (!remove(tree, e.getPath())) {
                    return null;
                }
            }
        }
        return null;
    }

    /** Takes out the field that a path leads to (its whole array where it leads into one); false if there is none. */
    private static boolean remove(ObjectNode tree, List<JacksonException.Reference> path) {
        ObjectNode parent = tree;
        for (int i = 0; i < path.size(); i++) {
            String name = path.get(i).getPropertyName();
            JsonNode child = name == null ? null : parent.get(name);
            if (!(child instanceof ObjectNode object) || i == path.size() - 1) {
                return child != null && parent.remove(name) != null;
            }
            parent = object;
        }
        return false;
    }

    private Map<String, String> rangeErrors(Object value) {
        Map<String, String> errors = new TreeMap<>();
        for (ConstraintViolation<Object> violation : validator.validate(value)) {
            errors.put(field(violation.getPropertyPath(), unwrapped(value)), violation.getMessage());
        }
        return errors;
    }

    private static String field(Path path, Set<String> unwrapped) {
        StringBuilder field = new StringBuilder();
        for (Path.Node node : path) {
            if (node.getIndex() != null) {
                field.append('[').append(node.getIndex()).append(']');
            }
            if (node.getKind() == ElementKind.PROPERTY && !unwrapped.contains(node.getName())) {
                field.append(field.isEmpty() ? "" : ".").append(node.getName());
            }
        }
        return field.toString();
    }

    /** Components whose fields stand in the body beside the record's own. */
    private static Set<String> unwrapped(Object value) {
        return Arrays.stream(value.getClass().getRecordComponents())
                .filter(component -> component.getAccessor().isAnnotationPresent(JsonUnwrapped.class))
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
    }
}
