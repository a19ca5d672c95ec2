package org.bubblegram.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Renders what lies in k8s, with kustomize or kubectl, whichever there is; without either, tests are skipped. */
final class Kustomize {
    private static final List<List<String>> TOOLS =
            List.of(List.of("kustomize", "build"), List.of("kubectl", "kustomize"));
    private static final Map<String, String> RENDERED = new ConcurrentHashMap<>();

    private Kustomize() {}

    /** The objects of an overlay, each checked against its type. */
    static Manifests overlay(String name) {
        return Manifests.of(documents(name));
    }

    /** The same as they are written. */
    static List<Object> documents(String name) {
        String text = RENDERED.computeIfAbsent(name, Kustomize::render);
        List<Object> documents = new ArrayList<>();
        new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text).forEach(documents::add);
        return documents;
    }

    private static String render(String name) {
        Optional<List<String>> tool =
                TOOLS.stream().filter(Kustomize::installed).findFirst();
        assumeThat(tool).as("kustomize or kubectl is installed").isPresent();
        List<String> command = new ArrayList<>(tool.orElseThrow());
        command.add(Path.of("k8s", "overlays", name).toString());
        return output(command);
    }

    private static boolean installed(List<String> tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool.get(0))));
    }

    private static String output(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(command.toString()).isZero();
            return text;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
