package org.bubblegram.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docker-compose.yml and the Dockerfile promise, as far as their texts tell. */
class ComposeTest {
    private static final Pattern PINNED = Pattern.compile("[-a-z/]+:v?\\d+\\.\\d+(\\.\\d+)?[-_.a-z0-9]*");
    private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+)");

    private static final Pattern REQUIRED = Pattern.compile("\\$\\{(\\w+):\\?[^}]+}");

    private static Stream<Map.Entry<String, ComposeFile.Service>> each() throws IOException {
        return ComposeFile.services().entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("each")
    void everyContainerIsWithoutRightsItDoesNotNeed(Map.Entry<String, ComposeFile.Service> entry) {
        ComposeFile.Service service = entry.getValue();

        assertThat(service.readOnly()).isTrue();
        assertThat(service.capDrop()).containsExactly("ALL");
        assertThat(service.securityOpt()).containsExactly("no-new-privileges:true");
        assertThat(service.capAdd()).isEqualTo(entry.getKey().equals("buckets-owner") ? List.of("CHOWN") : List.of());
        if (!entry.getKey().equals("bubblegram")) { // whose image is built here
            assertThat(service.image()).matches(PINNED);
        }
        assertThat(service.ports()).allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @ParameterizedTest
    @MethodSource("each")
    void whatIsWaitedForCanTellThatItIsThere(Map.Entry<String, ComposeFile.Service> entry) throws IOException {
        for (var needed : entry.getValue().dependsOn().entrySet()) {
            ComposeFile.Service other = ComposeFile.services().get(needed.getKey());
            if ("service_healthy".equals(needed.getValue().get("condition"))) {
                boolean byImage = needed.getKey().equals("bubblegram");
                assertThat(byImage || other.healthcheck() != null)
                        .as(needed.getKey())
                        .isTrue();
            } else {
                assertThat(other.restart()).as(needed.getKey() + " runs once").isEqualTo("no");
            }
        }
    }

    @Test
    void noPasswordHasADefaultAndTheExampleNamesEach() throws IOException {
        String compose = Files.readString(ComposeFile.PATH);
        List<String> asked = REQUIRED.matcher(compose)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();

        assertThat(asked).isNotEmpty();
        assertThat(Files.readAllLines(Path.of(".env.example")))
                .filteredOn(line -> line.endsWith("="))
                .extracting(line -> line.replace("=", ""))
                .containsExactlyInAnyOrderElementsOf(asked);
        assertThat(each().flatMap(entry -> entry.getValue().environment().entrySet().stream()))
                .filteredOn(
                        variable -> variable.getKey().matches(".*(PASSWORD|SECRET\\w*|TOKEN|BOOTSTRAPKEY|METRICSKEY)"))
                .isNotEmpty()
                .allSatisfy(variable -> assertThat(variable.getValue()).matches(REQUIRED));
    }

    @Test
    void prometheusHoldsTheKeyThatReadsMetersAndNotTheFirst() throws IOException {
        Map<String, String> service = ComposeFile.services().get("bubblegram").environment();
        Map<String, String> prometheus =
                ComposeFile.services().get("prometheus").environment();

        assertThat(prometheus)
                .containsExactly(Map.entry("METRICS_TOKEN", service.get("BUBBLEGRAM_SECURITY_METRICSKEY")))
                .doesNotContainValue(service.get("BUBBLEGRAM_SECURITY_BOOTSTRAPKEY"));
    }

    @Test
    void whatIsMountedFromHereIsHere() throws IOException {
        assertThat(each().flatMap(entry -> entry.getValue().volumes().stream()))
                .filteredOn(volume -> volume.startsWith("./"))
                .extracting(volume -> volume.substring(2, volume.indexOf(':')))
                .allSatisfy(folder -> assertThat(Path.of(folder)).isNotEmptyDirectory());
    }

    @Test
    void theImageIsPinnedAndRunsAsNobodyInParticular() throws IOException {
        String dockerfile = Files.readString(Path.of("Dockerfile"));

        assertThat(FROM.matcher(dockerfile).results().map(line -> line.group(1)))
                .filteredOn(image -> image.contains(":")) // the others are stages of this file
                .hasSize(3)
                .allMatch(image -> PINNED.matcher(image).matches());
        assertThat(dockerfile).contains("\nUSER 10001:10001\n", "\nSTOPSIGNAL SIGTERM\n", "\nENTRYPOINT [\"java\"");
    }

    @Test
    void composeAndManifestsStartTheSameProgram() throws IOException {
        ComposeFile.Service service = ComposeFile.services().get("bubblegram");
        Pod pod = Kustomize.overlay("single-node").pod("bubblegram-api");

        assertThat(service.command()).isNull();
        assertThat(service.entrypoint()).isNull();
        assertThat(Files.readString(Path.of("Dockerfile")))
                .contains("ENTRYPOINT [\"" + String.join("\", \"", pod.service().getCommand()) + "\"]");
        assertThat(service.stopGracePeriod()).isEqualTo(pod.spec().getTerminationGracePeriodSeconds() + "s");
    }
}
