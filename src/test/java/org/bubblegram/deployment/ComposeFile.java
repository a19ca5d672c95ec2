package org.bubblegram.deployment;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** The services of docker-compose.yml, with variables as they are written. */
final class ComposeFile {
    static final Path PATH = Path.of("docker-compose.yml");

    private ComposeFile() {}

    /** What is looked at in tests. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Service(
            String image,
            boolean readOnly,
            @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> capDrop,
            @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> capAdd,
            @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> securityOpt,
            @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> ports,
            @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> volumes,
            @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> environment,
            @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, Map<String, String>> dependsOn,
            Object healthcheck,
            Object command,
            Object entrypoint,
            String restart,
            String stopGracePeriod) {}

    static Map<String, Service> services() throws IOException {
        return JsonMapper.shared()
                .convertValue(document(PATH).get("services"), new TypeReference<Map<String, Service>>() {});
    }

    /** A whole file, merged where it says so. */
    static Map<?, ?> document(Path file) throws IOException {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    }
}
