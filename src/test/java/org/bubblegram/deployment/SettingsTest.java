package org.bubblegram.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bubblegram.Bubblegram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A misspelt variable says nothing and changes nothing: each that a container is given has to name a setting. */
class SettingsTest {
    private static final Set<String> NOT_SPRINGS = Set.of("JAVA_TOOL_OPTIONS", "DJL_CACHE_DIR");

    @ParameterizedTest
    @ValueSource(strings = {"single-node", "cluster", "cluster-gpu"})
    void everyVariableOfAPodNamesASetting(String overlay) throws IOException {
        Set<String> settings = settings();

        assertThat(Kustomize.overlay(overlay).pods())
                .allSatisfy(pod -> assertThat(pod.containers())
                        .allSatisfy(container -> assertThat(settings)
                                .containsAll(
                                        pod.environment(container, Map.of()).keySet())));
    }

    @Test
    void everyVariableOfTheComposeFileNamesASetting() throws IOException {
        assertThat(settings())
                .containsAll(
                        ComposeFile.services().get("bubblegram").environment().keySet());
    }

    @Test
    void misspeltOnesAreFound() throws IOException {
        assertThat(settings())
                .contains("BUBBLEGRAM_TRAINING_MEMORYLIMIT", "SERVER_PORT")
                .doesNotContain("BUBBLEGRAM_TRAINING_MEMORY_LIMIT", "SERVER_PROT");
    }

    /** All there are, written as variables: dots become underscores, hyphens go. */
    private static Set<String> settings() throws IOException {
        Set<String> settings = new HashSet<>(NOT_SPRINGS);
        for (URL file : Collections.list(
                SettingsTest.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = file.openStream()) {
                for (JsonNode property : JsonMapper.shared().readTree(in).get("properties")) {
                    settings.add(variable(property.get("name").asString()));
                }
            }
        }
        own().forEach(type -> collect(
                variable(type.getAnnotation(ConfigurationProperties.class).value()), type, settings));
        return settings;
    }

    private static Stream<Class<?>> own() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scanner.findCandidateComponents(Bubblegram.class.getPackageName()).stream()
                .map(found ->
                        ClassUtils.resolveClassName(found.getBeanClassName(), SettingsTest.class.getClassLoader()));
    }

    private static void collect(String prefix, Class<?> type, Set<String> settings) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "_" + component.getName().toUpperCase(Locale.ROOT);
            settings.add(name);
            if (component.getType().isRecord()) {
                collect(name, component.getType(), settings);
            }
        }
    }

    private static String variable(String property) {
        return property.replace('.', '_').replace("-", "").toUpperCase(Locale.ROOT);
    }
}
