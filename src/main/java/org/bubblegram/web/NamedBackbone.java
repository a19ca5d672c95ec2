package org.bubblegram.web;

import java.util.List;
import java.util.function.Supplier;
import org.bubblegram.network.Backbones;
import org.bubblegram.network.UnknownBackbone;
import org.bubblegram.web.InvalidRequest.FieldError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Names a backbone that is not configured beside whatever else is wrong with a request. Where nothing else is, it is found
 * once the backbone is looked for, and not before: a request that is repeated must not fail for what was taken away since.
 */
final class NamedBackbone {
    static final String FIELD = "backbone.weights";

    private final Backbones backbones;
    private final JsonMapper json;

    NamedBackbone(Backbones backbones, JsonMapper json) {
        this.backbones = backbones;
        this.json = json;
    }

    /** @throws InvalidRequest as the reading throws it, with one more field where the backbone is unknown too */
    <T> T checkedBeside(byte[] body, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidRequest e) {
            throw e.and(errors(body));
        }
    }

    private List<FieldError> errors(byte[] body) {
        JsonNode weights = json.readTree(body).path("backbone").path("weights");
        try {
            backbones.resolve(weights.isString() ? weights.asString() : null);
            return List.of();
        } catch (UnknownBackbone e) {
            return List.of(new FieldError(FIELD, String.valueOf(e.getMessage())));
        }
    }
}
