package org.bubblegram.web;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.swagger.v3.oas.models.media.Discriminator;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bubblegram.loss.Loss;

/** Which {@code type} means which loss, taken from what reads them: a generated client then sends what is understood. */
final class LossSchemas {
    private static final String REFERENCE = "#/components/schemas/";

    private LossSchemas() {}

    static void complete(Map<String, Schema<?>> schemas) {
        Schema<?> loss = Objects.requireNonNull(schemas.get("Loss"));
        loss.addProperty("type", oneOf(List.copyOf(references().keySet())));
        loss.setDiscriminator(discriminator());
        references().forEach((type, reference) -> {
            ObjectSchema own = new ObjectSchema();
            own.addProperty("type", oneOf(List.of(type)));
            Objects.requireNonNull(schemas.get(reference.substring(REFERENCE.length())))
                    .addAllOfItem(own);
        });
        schemas.values().forEach(LossSchemas::discriminate);
    }

    /** Fields that hold any loss, or several. */
    private static void discriminate(Schema<?> schema) {
        if (schema.getProperties() != null) {
            Stream.of("loss", "losses", "equallyGood")
                    .map(schema.getProperties()::get)
                    .filter(Objects::nonNull)
                    .map(field -> field.getItems() == null ? field : field.getItems())
                    .filter(field -> field.getOneOf() != null)
                    .forEach(field -> field.setDiscriminator(discriminator()));
        }
    }

    private static StringSchema oneOf(List<String> types) {
        StringSchema type = new StringSchema();
        type.setEnum(types);
        return type;
    }

    private static Discriminator discriminator() {
        return new Discriminator().propertyName("type").mapping(references());
    }

    private static Map<String, String> references() {
        JsonSubTypes losses = Objects.requireNonNull(Loss.class.getAnnotation(JsonSubTypes.class));
        Map<String, String> references = new LinkedHashMap<>();
        Arrays.stream(losses.value())
                .forEach(loss ->
                        references.put(loss.name(), REFERENCE + loss.value().getSimpleName()));
        return references;
    }
}
