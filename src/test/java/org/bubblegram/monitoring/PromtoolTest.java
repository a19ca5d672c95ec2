package org.bubblegram.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Prometheus itself says of its files and of the dashboard's expressions. */
class PromtoolTest {
    private static final Path FILES = Path.of("src", "ops", "prometheus");
    private static final Path DASHBOARD = Path.of("src", "ops", "grafana", "dashboards", "bubblegram.json");
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
    private static final Pattern FIRING = Pattern.compile("- alertname: (\\w+)\\R.*\\R +exp_alerts:\\R +- exp_labels");
    private static final Pattern SILENT = Pattern.compile("- alertname: (\\w+)\\R.*\\R +exp_alerts: \\[]");

    @BeforeAll
    static void installed() {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
        if (!there && System.getenv("BUBBLEGRAM_REQUIRE_SHARED") != null) {
            throw new AssertionError("BUBBLEGRAM_REQUIRE_SHARED is set, but there is no promtool");
        }
        assumeTrue(there, "needs promtool");
    }

    private static void promtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void theConfigurationAndTheRulesAreGood() throws Exception {
        promtool(
                "check",
                "config",
                "--syntax-only",
                FILES.resolve("prometheus.yml").toString()); // its key is not here
        promtool("check", "rules", FILES.resolve("alerts.yml").toString());
    }

    @Test
    void eachAlertFiresWhenItShouldAndIsSilentWhenNot() throws Exception {
        Set<String> alerts = found(ALERT, "alerts.yml");

        promtool("test", "rules", FILES.resolve("alerts_test.yml").toString());
        assertThat(alerts).isNotEmpty();
        assertThat(found(FIRING, "alerts_test.yml")).isEqualTo(alerts);
        assertThat(found(SILENT, "alerts_test.yml")).isEqualTo(alerts);
    }

    private static Set<String> found(Pattern pattern, String file) throws IOException {
        return pattern.matcher(Files.readString(FILES.resolve(file)))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
    }

    /** As rules that record: promtool reads expressions nowhere else without a server. */
    @Test
    void theExpressionsOfTheDashboardAreGood(@TempDir Path folder) throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
        int count = 0;
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                String expression = target.path("expr").asString().replace("$__rate_interval", "5m");
                rules.append("      - record: panel:%d\n        expr: '%s'\n"
                        .formatted(count++, expression.replace("'", "''")));
            }
        }

        assertThat(count).isGreaterThan(20);
        promtool(
                "check",
                "rules",
                Files.writeString(folder.resolve("rules.yml"), rules).toString());
    }
}
