package org.bubblegram.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bubblegram.histogram.SizeBins;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document: what the code alone does not say. */
@Configuration(proxyBeanMethods = false)
class OpenApi {
    static {
        SpringDocUtils.getConfig()
                .replaceWithSchema(
                        SizeBins.class,
                        new ArraySchema()
                                .items(new StringSchema().example("0-10mm"))
                                .description("Bins by their labels, as in labels.csv."))
                .replaceWithSchema(JsonNode.class, new ObjectSchema().description("Any JSON object."));
    }

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(new Info()
                        .title("Bubblegram")
                        .version("v1")
                        .description("Learns to read a size histogram straight from a photograph. Errors are "
                                + "`application/problem+json` (RFC 9457) with a stable `code`; below `/v2` they are the Open "
                                + "Inference Protocol's, with the same `code`.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")));
    }

    @Bean
    OpenApiCustomizer documentedProblems() {
        return api -> {
            api.getComponents().addSchemas("Problem", problem());
            api.getComponents().addSchemas("InferenceError", inferenceError());
            api.getPaths()
                    .forEach((path, item) -> item.readOperations().forEach(operation -> {
                        if (OpenInference.covers(path)) {
                            addError(operation, "application/json", "InferenceError");
                        } else {
                            addError(operation, "application/problem+json", "Problem");
                        }
                    }));
        };
    }

    private static void addError(Operation operation, String type, String schema) {
        Content content = new Content()
                .addMediaType(type, new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + schema)));
        operation
                .getResponses()
                .addApiResponse(
                        "default", new ApiResponse().description("Any error").content(content));
    }

    private static Schema<?> inferenceError() {
        ObjectSchema error = new ObjectSchema();
        error.setDescription("An error as the Open Inference Protocol writes it.");
        error.addProperty("error", new StringSchema().example("inputs[0].name: must be image, pixels or images"));
        error.addProperty("code", new StringSchema().description("Stable.").example("invalid_request"));
        error.setRequired(List.of("error", "code"));
        return error;
    }

    private static Schema<?> problem() {
        ObjectSchema problem = new ObjectSchema();
        problem.setDescription("RFC 9457 problem details.");
        problem.addProperty("type", new StringSchema().example("urn:bubblegram:problem:invalid_request"));
        problem.addProperty("title", new StringSchema().example("Invalid request"));
        problem.addProperty("status", new IntegerSchema().example(400));
        problem.addProperty("detail", new StringSchema());
        problem.addProperty("instance", new StringSchema().description("Path of the request."));
        problem.addProperty("code", new StringSchema().description("Stable.").example("invalid_request"));
        problem.addProperty("errors", new ArraySchema().items(flaw()).description("Everything that is wrong."));
        problem.setRequired(List.of("type", "title", "status", "code"));
        return problem;
    }

    private static Schema<?> flaw() {
        ObjectSchema flaw = new ObjectSchema();
        flaw.addProperty("field", new StringSchema().example("optimizer.learningRate"));
        flaw.addProperty("code", new StringSchema().description("Where the flaw has one of its own."));
        flaw.addProperty("message", new StringSchema().example("must be less than or equal to 1"));
        flaw.setRequired(List.of("field", "message"));
        return flaw;
    }

    @Bean
    OpenApiCustomizer documentedSpecs() {
        return api -> {
            Map<String, Schema<?>> schemas = new LinkedHashMap<>();
            api.getComponents().getSchemas().forEach(schemas::put);
            LossSchemas.complete(schemas);
            SpecDescriptions.complete(schemas);
        };
    }

    /** Enum constants as JSON writes them. */
    @Bean
    OpenApiCustomizer documentedEnums() {
        return api -> {
            api.getComponents().getSchemas().values().forEach(OpenApi::lowerCase);
            api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .filter(operation -> operation.getParameters() != null)
                    .flatMap(operation -> operation.getParameters().stream())
                    .forEach(parameter -> lowerCase(parameter.getSchema()));
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Schema is generic in its examples; enums are of texts here
    private static void lowerCase(Schema schema) {
        if (schema == null) {
            return;
        }
        if (schema.getEnum() != null) {
            schema.setEnum(((List<Object>) schema.getEnum())
                    .stream()
                            .map(value -> value.toString().toLowerCase(Locale.ROOT))
                            .toList());
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(property -> lowerCase((Schema) property));
        }
        lowerCase(schema.getItems());
    }
}
