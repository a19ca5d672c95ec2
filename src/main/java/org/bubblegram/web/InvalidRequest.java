package org.bubblegram.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A request that breaks its own rules; names every field that does. */
final class InvalidRequest extends RuntimeException {
    /** @param field path in the JSON body ({@code optimizer.learningRate}), or the name of a parameter, part or header */
    record FieldError(String field, String message) {}

    private final transient List<FieldError> errors;

    InvalidRequest(List<FieldError> errors) {
        super(
                errors.size() == 1
                        ? errors.get(0).field() + " " + errors.get(0).message()
                        : errors.size() + " fields are wrong");
        this.errors = List.copyOf(errors);
    }

    InvalidRequest(String field, String message) {
        this(List.of(new FieldError(field, message)));
    }

    /** @throws InvalidRequest if anything is wrong */
    static void throwIfAny(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new InvalidRequest(errors);
        }
    }

    /** The same with what else is wrong; a field that is named already keeps its message. */
    InvalidRequest and(List<FieldError> more) {
        Map<String, FieldError> all = new LinkedHashMap<>();
        Stream.concat(errors.stream(), more.stream()).forEach(error -> all.putIfAbsent(error.field(), error));
        return new InvalidRequest(List.copyOf(all.values()));
    }

    /** At least one. */
    List<FieldError> errors() {
        return errors;
    }
}
