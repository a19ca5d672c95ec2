package org.bubblegram.deployment;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a deployment's pods are made of.
 *
 * @param configuration the data of each ConfigMap, by name
 */
record Pod(String name, Map<String, String> labels, PodSpec spec, Map<String, Map<String, String>> configuration) {
    private static final Pattern HEAP = Pattern.compile("-Xmx(\\d+)([mg])");

    Container service() {
        return spec.getContainers().get(0);
    }

    List<Container> containers() {
        return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
                .toList();
    }

    /** What a container finds in its environment, where each secret's value is what {@code secrets} has for its key. */
    Map<String, String> environment(Container container, Map<String, String> secrets) {
        Map<String, String> environment = new HashMap<>();
        for (EnvFromSource source : container.getEnvFrom()) {
            environment.putAll(configuration.get(source.getConfigMapRef().getName()));
        }
        for (EnvVar variable : container.getEnv()) { // these win
            environment.put(variable.getName(), value(variable, secrets));
        }
        return environment;
    }

    private static String value(EnvVar variable, Map<String, String> secrets) {
        return variable.getValueFrom() == null
                ? variable.getValue()
                : secrets.getOrDefault(variable.getValueFrom().getSecretKeyRef().getKey(), "secret");
    }

    /** The largest heap in bytes. */
    long heap(Container container) {
        Matcher flag = HEAP.matcher(environment(container, Map.of()).get("JAVA_TOOL_OPTIONS"));
        if (!flag.find()) {
            throw new AssertionError("no fixed heap");
        }
        return Long.parseLong(flag.group(1)) << (flag.group(2).equals("g") ? 30 : 20);
    }

    /** The limit in bytes. */
    static long memory(Container container) {
        return limit(container, "memory");
    }

    static long limit(Container container, String resource) {
        BigDecimal bytes = container.getResources().getLimits().get(resource).getNumericalAmount();
        return bytes.longValueExact();
    }
}
