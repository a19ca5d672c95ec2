package org.bubblegram.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** What the Dockerfile makes of the packaged JAR, without a container engine: its last stage, carried out here. */
record ContainerImage(Path app, String dockerfile) {
    private static final Pattern EXTRACT = Pattern.compile("-jar target/bubblegram-\\*\\.jar (extract [^\\n]*)");
    private static final Pattern COPY = Pattern.compile("(?m)^COPY --from=build /build/(\\S+)/ \\./$");
    private static final Pattern ENV = Pattern.compile("(?m)^ENV (\\w+)=(.*)$");
    private static final Pattern USER = Pattern.compile("(?m)^USER (\\d+):(\\d+)$");
    private static final Pattern HEALTH = Pattern.compile("HEALTHCHECK [^\\[]*CMD (\\[.*])");

    /** Builds below a folder. */
    static ContainerImage build(Path jar, Path folder) throws IOException, InterruptedException {
        String dockerfile = Files.readString(Path.of("Dockerfile"));
        List<String> command =
                new ArrayList<>(List.of(java().resolve("bin/java").toString(), "-Djarmode=tools", "-jar"));
        command.add(jar.toString());
        command.addAll(Pattern.compile(" ")
                .splitAsStream(only(EXTRACT, dockerfile).group(1))
                .toList());
        Process extraction = new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(extraction.waitFor()).isZero();

        Path app = Files.createDirectory(folder.resolve("app"));
        for (MatchResult layer : COPY.matcher(dockerfile).results().toList()) {
            move(folder.resolve(layer.group(1)), app);
        }
        return new ContainerImage(app, dockerfile);
    }

    private static void move(Path layer, Path app) throws IOException {
        try (var files = Files.list(layer)) { // the layers of this service have no folder in common
            for (Path file : files.toList()) {
                Files.move(file, app.resolve(file.getFileName()));
            }
        }
    }

    /** The variables that the image sets, and the path that its Java needs. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        ENV.matcher(dockerfile.substring(dockerfile.indexOf("AS runtime")))
                .results()
                .forEach(line -> environment.put(line.group(1), line.group(2).replace("\"", "")));
        environment.put("PATH", "/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        return environment;
    }

    /** User and group. */
    List<String> user() {
        MatchResult user = only(USER, dockerfile);
        return List.of(user.group(1), user.group(2));
    }

    List<String> healthCheck() {
        return List.of(JsonMapper.shared().readValue(only(HEALTH, dockerfile).group(1), String[].class));
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"));
    }

    private static MatchResult only(Pattern pattern, String text) {
        List<MatchResult> found = pattern.matcher(text).results().toList();
        assertThat(found).as(pattern.pattern()).hasSize(1);
        return found.get(0);
    }
}
