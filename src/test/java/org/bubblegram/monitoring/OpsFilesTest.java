package org.bubblegram.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files for Prometheus and Grafana speak of meters that there are, with labels that they have. */
class OpsFilesTest extends WatchedService {
    private static final Path OPS = Path.of("src", "ops");
    private static final Pattern SELECTOR =
            Pattern.compile("\\b((?:bubblegram|http|jvm|hikaricp|process)_\\w+)(?:\\{([^}]*(?:\\{[^}]*}[^}]*)*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!=|!~|=)");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    @SuppressWarnings("unchecked") // YAML is maps, lists and texts
    private static Map<String, Object> yaml(String file) throws IOException {
        return (Map<String, Object>) new Yaml().load(Files.readString(OPS.resolve(file)));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> map, String name) {
        return (List<Map<String, Object>>) map.get(name);
    }

    private static List<Map<String, Object>> rules() throws IOException {
        return list(list(yaml("prometheus/alerts.yml"), "groups").get(0), "rules");
    }

    private static List<JsonNode> panels() {
        try {
            JsonNode dashboard =
                    JsonMapper.shared().readTree(Files.readString(OPS.resolve("grafana/dashboards/bubblegram.json")));
            return StreamSupport.stream(dashboard.path("panels").spliterator(), false)
                    .filter(panel -> panel.has("targets"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> expressions() throws IOException {
        List<String> all = new ArrayList<>();
        rules().forEach(rule -> all.add(String.valueOf(rule.get("expr"))));
        panels().forEach(panel -> panel.path("targets")
                .forEach(target -> all.add(target.path("expr").asString())));
        return all;
    }

    @Test
    void everyMeterThatIsAskedForIsThereWithItsLabels() throws Exception {
        Scrape scrape = scrape();
        assertThat(expressions()).hasSizeGreaterThan(30);
        for (String expression : expressions()) {
            Matcher selector = SELECTOR.matcher(expression);
            assertThat(selector.find() || expression.startsWith("up{"))
                    .as(expression)
                    .isTrue();
            selector.reset();
            while (selector.find()) {
                List<Scrape.Sample> series = scrape.of(selector.group(1));
                assertThat(series).as(selector.group()).isNotEmpty();
                Set<String> labels = new HashSet<>(Set.of("job", "instance"));
                series.forEach(sample -> labels.addAll(sample.labels().keySet()));
                String asked = selector.group(2) == null ? "" : selector.group(2);
                Matcher label = MATCHER.matcher(QUOTED.matcher(asked).replaceAll(""));
                while (label.find()) {
                    assertThat(labels).as(selector.group()).contains(label.group(1));
                }
            }
        }
    }

    @Test
    void bracketsOfExpressionsClose() throws IOException {
        for (String expression : expressions()) {
            String bare = QUOTED.matcher(expression).replaceAll("");
            for (String pair : List.of("()", "{}", "[]")) {
                assertThat(bare.chars().filter(c -> c == pair.charAt(0)).count())
                        .as(expression)
                        .isEqualTo(bare.chars().filter(c -> c == pair.charAt(1)).count());
            }
        }
    }

    @Test
    void everyAlertIsExplained() throws IOException {
        Set<String> documented = new TreeSet<>();
        Matcher row = Pattern.compile("^\\| `(Bubblegram\\w+)` \\|", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("src", "docs", "monitoring.md")));
        while (row.find()) {
            documented.add(row.group(1));
        }
        Set<String> alerts = new TreeSet<>();
        rules().forEach(rule -> alerts.add(String.valueOf(rule.get("alert"))));

        assertThat(alerts).hasSize(rules().size()).isEqualTo(documented);
    }

    @Test
    void theFilesFindEachOther() throws IOException {
        assertThat(yaml("prometheus/prometheus.yml")).containsEntry("rule_files", List.of("alerts.yml"));
        assertThat(OPS.resolve("prometheus/alerts.yml")).exists();
        assertThat(list(yaml("grafana/provisioning/datasources/prometheus.yml"), "datasources")
                        .get(0))
                .containsEntry("type", "prometheus")
                .containsEntry("isDefault", true);
        assertThat(list(yaml("grafana/provisioning/dashboards/bubblegram.yml"), "providers")
                        .get(0))
                .containsEntry("options", Map.of("path", "/var/lib/grafana/dashboards"));
        assertThat(panels())
                .allSatisfy(
                        panel -> assertThat(panel.path("datasource").path("uid").asString())
                                .isEqualTo("${datasource}"));
    }
}
