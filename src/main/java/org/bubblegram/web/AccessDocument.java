package org.bubblegram.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import org.bubblegram.access.Role;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** The OpenAPI document: how callers prove who they are, what each route needs, and how it refuses. */
@Configuration(proxyBeanMethods = false)
class AccessDocument {
    private static final String BEARER = "bearer";
    private static final String COOKIE = "cookie";

    @Bean
    OpenApiCustomizer documentedAccess() {
        return api -> {
            addSchemes(api);
            api.getPaths()
                    .forEach((path, item) -> item.readOperationsMap()
                            .forEach((method, operation) ->
                                    describe(operation, path, Routes.need(HttpMethod.valueOf(method.name()), path))));
        };
    }

    private static void addSchemes(OpenAPI api) {
        Components components = api.getComponents();
        components.addSecuritySchemes(
                BEARER,
                new SecurityScheme()
                        .type(SecurityScheme.Type.HTTP)
                        .scheme("bearer")
                        .description("An API key (`bgk_...`), or a token of the configured issuer."));
        components.addSecuritySchemes(
                COOKIE,
                new SecurityScheme()
                        .type(SecurityScheme.Type.APIKEY)
                        .in(SecurityScheme.In.COOKIE)
                        .name(SessionCookie.NAME)
                        .description("As `POST /v1/session` sets it. Changes need the header `X-CSRF-Token` besides."));
        api.addSecurityItem(new SecurityRequirement().addList(BEARER));
        api.addSecurityItem(new SecurityRequirement().addList(COOKIE));
    }

    private static void describe(Operation operation, String path, Need need) {
        if (need == Need.NOTHING) {
            operation.setSecurity(List.of());
            return;
        }
        String schema = OpenInference.covers(path) ? "InferenceError" : "Problem";
        String type = OpenInference.covers(path) ? "application/json" : "application/problem+json";
        Content error = new Content()
                .addMediaType(type, new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + schema)));
        operation
                .getResponses()
                .addApiResponse(
                        "401",
                        response("No credentials, or none that are good", error)
                                .addHeaderObject("WWW-Authenticate", new Header().schema(new StringSchema())))
                .addApiResponse("403", response(forbidden(need), error))
                .addApiResponse(
                        "429",
                        response("The key asks too often, or the service is busy", error)
                                .addHeaderObject("Retry-After", new Header().schema(new IntegerSchema())));
    }

    private static ApiResponse response(String description, Content content) {
        return new ApiResponse().description(description).content(content);
    }

    private static String forbidden(Need need) {
        Role role = need.role();
        return role == null ? "Not for this caller" : "The caller has not the role `" + role.key() + "`";
    }
}
