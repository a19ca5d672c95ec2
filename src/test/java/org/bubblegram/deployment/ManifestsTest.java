package org.bubblegram.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** What each kind of pod promises to the cluster, and whether it can be kept. */
class ManifestsTest {
    private static final long MIB = 1 << 20;

    @Test
    void fieldsThatATypeDoesNotHaveAreFound() {
        Map<String, Object> service =
                Map.of("apiVersion", "v1", "kind", "Service", "spec", Map.of("ports", List.of(Map.of("prot", 80))));

        assertThatThrownBy(() -> Manifests.read(service)).hasMessageContaining("prot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"single-node", "cluster", "cluster-gpu"})
    void podsPassTheRestrictedProfile(String overlay) {
        assertThat(Kustomize.overlay(overlay).pods()).isNotEmpty().allSatisfy(pod -> {
            var context = pod.spec().getSecurityContext();
            assertThat(context.getRunAsNonRoot()).isTrue();
            assertThat(context.getRunAsUser()).isPositive();
            assertThat(context.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.spec().getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.spec().getHostNetwork()).isNull();
            assertThat(pod.containers()).allSatisfy(ManifestsTest::hasNoPrivileges);
        });
    }

    private static void hasNoPrivileges(Container container) {
        var context = container.getSecurityContext();
        assertThat(context.getAllowPrivilegeEscalation()).isFalse();
        assertThat(context.getReadOnlyRootFilesystem()).isTrue();
        assertThat(context.getPrivileged()).isNull();
        assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(context.getCapabilities().getAdd()).isEmpty();
        assertThat(container.getImage()).matches("bubblegram(-cuda)?:\\d+\\.\\d+\\.\\d+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"single-node", "cluster", "cluster-gpu"})
    void secretsComeFromASecret(String overlay) {
        assertThat(Kustomize.overlay(overlay).pods()).allSatisfy(pod -> {
            assertThat(pod.containers())
                    .flatExtracting(Container::getEnv)
                    .filteredOn(variable -> variable.getName().matches(".*(KEY|PASSWORD|USERNAME)"))
                    .isNotEmpty()
                    .extracting(EnvVar::getValue)
                    .containsOnlyNulls();
            assertThat(pod.configuration().values())
                    .allSatisfy(data -> assertThat(data.keySet()).noneMatch(key -> key.matches(".*(KEY|PASSWORD)")));
        });
    }

    /**
     * Resident beside the heap: what 5,000 predictions left was 762 MiB with the heap's part; models loaded beside it
     * take up to 1 GiB more.
     */
    @ParameterizedTest
    @ValueSource(strings = {"single-node", "cluster", "cluster-gpu"})
    void heapModelsAndLibrariesFitIntoTheLimit(String overlay) {
        assertThat(Kustomize.overlay(overlay).pods()).allSatisfy(pod -> {
            Container service = pod.service();
            assertThat(pod.heap(service) + 1024 * MIB + 762 * MIB).isLessThanOrEqualTo(Pod.memory(service));
            for (Container container : pod.spec().getInitContainers()) {
                assertThat(pod.heap(container) + 256 * MIB).isLessThanOrEqualTo(Pod.memory(container));
            }
        });
    }

    /** Everything learning by 8 pictures at a time is estimated at 4.05 GB; answers given meanwhile have the rest. */
    @ParameterizedTest
    @CsvSource({"single-node, bubblegram-api", "cluster, bubblegram-worker", "cluster-gpu, bubblegram-worker"})
    void trainingIsLimitedBelowWhatTheWorkerHas(String overlay, String deployment) {
        Pod pod = Kustomize.overlay(overlay).pod(deployment);

        assertThat(trainingLimit(pod))
                .isBetween(4050 * MIB, Pod.memory(pod.service()) - 1024 * MIB)
                .isGreaterThan(pod.heap(pod.service()) + 2048 * MIB);
    }

    @Test
    void whatTheApiRefusesIsWhatWorkersCannotDo() {
        Manifests cluster = Kustomize.overlay("cluster");

        assertThat(trainingLimit(cluster.pod("bubblegram-api")))
                .isEqualTo(trainingLimit(cluster.pod("bubblegram-worker")));
    }

    private static long trainingLimit(Pod pod) {
        String limit = pod.environment(pod.service(), Map.of()).get("BUBBLEGRAM_TRAINING_MEMORYLIMIT");
        return DataSize.parse(limit).toBytes();
    }

    /** db-scheduler waits twice: for the work to end by itself, then for it to be interrupted. */
    @ParameterizedTest
    @ValueSource(strings = {"single-node", "cluster", "cluster-gpu"})
    void podsAreGivenTheTimeThatTheyTakeToStop(String overlay) {
        assertThat(Kustomize.overlay(overlay).pods()).allSatisfy(pod -> {
            Map<String, String> environment = pod.environment(pod.service(), Map.of());
            Duration needed = duration(environment.get("BUBBLEGRAM_JOBS_SHUTDOWNWAIT"))
                    .multipliedBy(2)
                    .plus(duration(environment.get("SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE")))
                    .plusSeconds(sleep(pod.service()));

            assertThat(Duration.ofSeconds(pod.spec().getTerminationGracePeriodSeconds()))
                    .isGreaterThanOrEqualTo(needed.plusSeconds(10));
        });
    }

    private static Duration duration(String text) {
        return DurationStyle.detectAndParse(text);
    }

    private static long sleep(Container container) {
        return container.getLifecycle() == null
                ? 0
                : Long.parseLong(container
                        .getLifecycle()
                        .getPreStop()
                        .getExec()
                        .getCommand()
                        .get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"single-node", "cluster", "cluster-gpu"})
    void whatIsWrittenToIsMountedAndItsSizeWithinTheLimit(String overlay) {
        assertThat(Kustomize.overlay(overlay).pods()).allSatisfy(pod -> {
            Map<String, String> environment = pod.environment(pod.service(), Map.of());
            assertThat(pod.service().getVolumeMounts())
                    .extracting(VolumeMount::getMountPath)
                    .containsExactlyInAnyOrder(environment.get("BUBBLEGRAM_HOME"), "/tmp");
            assertThat(environment.get("DJL_CACHE_DIR")).startsWith(environment.get("BUBBLEGRAM_HOME") + "/");

            long volumes = pod.spec().getVolumes().stream()
                    .map(Volume::getEmptyDir)
                    .filter(directory -> directory != null)
                    .map(directory ->
                            directory.getSizeLimit().getNumericalAmount().longValueExact())
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(Pod.limit(pod.service(), "ephemeral-storage")).isGreaterThan(volumes);
        });
    }

    @Test
    void onlyWorkersOfTheGpuVariantAskForAGpu() {
        Manifests manifests = Kustomize.overlay("cluster-gpu");
        Container worker = manifests.pod("bubblegram-worker").service();

        assertThat(worker.getResources().getLimits()).containsEntry("nvidia.com/gpu", new Quantity("1"));
        assertThat(worker.getImage()).startsWith("bubblegram-cuda:");
        assertThat(manifests.pod("bubblegram-worker").spec().getTolerations())
                .anyMatch(toleration -> toleration.getKey().equals("nvidia.com/gpu"));
        assertThat(manifests.pod("bubblegram-api").service().getResources().getLimits())
                .doesNotContainKey("nvidia.com/gpu");
    }
}
