package org.bubblegram.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A container of a pod, as a process of this machine. */
final class RunningContainer implements AutoCloseable {
    private static final Path SCRIPT = Path.of("src/test/resources/org/bubblegram/deployment/container.sh");

    private final Process process;
    private final Path log;

    private RunningContainer(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Skips the test where processes cannot be given a root folder of their own: not Linux, or not root. */
    static void assumePossible() throws IOException, InterruptedException {
        boolean root = "root".equals(System.getProperty("user.name"));
        Assumptions.assumeTrue(
                root && new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0,
                "runs as root, and may make mounts");
    }

    /**
     * Starts a container.
     *
     * @param folder keeps the pod's volumes from one container to the next
     * @param environment what the pod would give it
     */
    static RunningContainer start(
            ContainerImage image, Pod pod, Container container, Path folder, Map<String, String> environment)
            throws IOException {
        String user = pod.spec().getSecurityContext().getRunAsUser().toString();
        String group = pod.spec().getSecurityContext().getRunAsGroup().toString();
        Map<String, String> variables = new TreeMap<>(image.environment());
        variables.putAll(environment);

        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", SCRIPT.toString()));
        command.add(Files.createTempDirectory(folder, "root").toString());
        command.add(ContainerImage.java().toString());
        command.add(image.app().toString());
        command.add(mounts(pod, container, folder).toString());
        command.addAll(List.of(user, group, container.getWorkingDir()));
        variables.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(container.getCommand());
        command.addAll(container.getArgs());
        Path log = Files.createTempFile(folder, container.getName(), ".log");
        return new RunningContainer(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    /** A line for each mount: the folder that stands for the volume, and its path in the container. */
    private static Path mounts(Pod pod, Container container, Path folder) throws IOException {
        Path lines = Files.createTempFile(folder, "mounts", "");
        for (VolumeMount mount : container.getVolumeMounts()) {
            Path volume = folder.resolve(mount.getName());
            if (!Files.exists(volume)) {
                Files.createDirectory(volume);
                Files.setAttribute(
                        volume,
                        "unix:gid",
                        pod.spec().getSecurityContext().getFsGroup().intValue());
                Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwxrwx---"));
            }
            Files.writeString(lines, Files.readString(lines) + volume + " " + mount.getMountPath() + "\n");
        }
        return lines;
    }

    /** Runs a command beside it, with its files and user, and answers the exit code. */
    int execute(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        String pid = Long.toString(process.pid());
        List<String> inside = new ArrayList<>(List.of("nsenter", "--target", pid, "--mount", "--root"));
        inside.addAll(List.of("setpriv", "--reuid=10001", "--regid=10001", "--clear-groups", "env", "-i", "-C", "/"));
        environment.forEach((name, value) -> inside.add(name + "=" + value));
        inside.addAll(command);
        return new ProcessBuilder(inside).inheritIO().start().waitFor();
    }

    void await(String line) {
        Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> {
            assertThat(process.isAlive() || log().contains(line)).as(log()).isTrue();
            return log().contains(line);
        });
    }

    /** Waits until it has ended by itself. */
    int exit() throws InterruptedException {
        return process.waitFor();
    }

    /** SIGTERM; the exit code, or a failure if it takes longer than that many seconds. */
    int terminate(long seconds) throws IOException, InterruptedException {
        process.destroy();
        assertThat(process.waitFor(seconds, TimeUnit.SECONDS)).as(log()).isTrue();
        return process.exitValue();
    }

    /** What the kernel says of it, such as {@code CapEff}. */
    String status(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).trim())
                .findFirst()
                .orElseThrow();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
