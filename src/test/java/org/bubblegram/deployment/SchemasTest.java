package org.bubblegram.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Kubernetes' and compose's own schemas: what an object has to say, what it may say, and how. */
class SchemasTest {
    @ParameterizedTest
    @ValueSource(strings = {"single-node", "cluster", "cluster-gpu"})
    void kubernetesAndTheOperatorTakeEachObject(String overlay) throws IOException {
        Schema schema = schema("kubernetes.json");

        assertThat(Kustomize.documents(overlay))
                .isNotEmpty()
                .allSatisfy(document -> assertThat(errors(schema, document)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.cuda.yml"})
    void composeTakesItsFiles(Path file) throws IOException {
        assertThat(errors(schema("compose.json"), ComposeFile.document(file))).isEmpty();
    }

    @Test
    void whatIsMissingUnknownOrOfAnotherKindIsFound() throws IOException {
        Map<String, Object> pod = Map.of("containers", List.of(Map.of("image", "i", "imagePullPolice", "Always")));
        Map<String, Object> specification = Map.of("replicas", "two", "template", Map.of("spec", pod));
        Map<String, Object> deployment =
                Map.of("apiVersion", "apps/v1", "kind", "Deployment", "metadata", Map.of(), "spec", specification);

        assertThat(errors(schema("kubernetes.json"), deployment))
                .extracting(Error::toString)
                .anyMatch(error -> error.contains("'selector'"))
                .anyMatch(error -> error.contains("'name'"))
                .anyMatch(error -> error.contains("'imagePullPolice'"))
                .anyMatch(error -> error.contains("/spec/replicas"))
                .hasSize(4);
        assertThat(errors(schema("kubernetes.json"), Map.of("apiVersion", "v1", "kind", "Pot", "metadata", Map.of())))
                .hasSize(1);
        assertThat(errors(
                        schema("compose.json"),
                        Map.of("services", Map.of("one", Map.of("image", "i", "read-only", true)))))
                .hasSize(1);
    }

    private static List<Error> errors(Schema schema, Object document) {
        return schema.validate(JsonMapper.shared().valueToTree(document));
    }

    private static Schema schema(String name) throws IOException {
        try (InputStream file = SchemasTest.class.getResourceAsStream("schemas/" + name)) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(file);
        }
    }
}
