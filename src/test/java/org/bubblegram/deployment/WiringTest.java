package org.bubblegram.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects refer to each other by labels and names, which nothing but this checks before they meet a cluster. */
class WiringTest {
    @ParameterizedTest
    @ValueSource(strings = {"single-node", "cluster", "cluster-gpu"})
    void servicesAndBudgetsSelectPods(String overlay) {
        Manifests manifests = Kustomize.overlay(overlay);

        assertThat(manifests.all(Service.class))
                .isNotEmpty()
                .allSatisfy(service -> assertThat(
                                selected(manifests, service.getSpec().getSelector()))
                        .isNotEmpty()
                        .allSatisfy(pod -> assertThat(ports(pod))
                                .contains(service.getSpec()
                                        .getPorts()
                                        .get(0)
                                        .getTargetPort()
                                        .getStrVal())));
        assertThat(manifests.all(PodDisruptionBudget.class))
                .isNotEmpty()
                .allSatisfy(budget -> assertThat(selected(
                                manifests, budget.getSpec().getSelector().getMatchLabels()))
                        .hasSize(1));
        assertThat(manifests.all(Deployment.class))
                .allSatisfy(deployment -> assertThat(selected(
                                manifests, deployment.getSpec().getSelector().getMatchLabels()))
                        .extracting(Pod::name)
                        .containsExactly(deployment.getMetadata().getName()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"single-node", "cluster", "cluster-gpu"})
    void nothingReachesAPodOrIsReachedByItUnlessAPolicyNamesIt(String overlay) {
        Manifests manifests = Kustomize.overlay(overlay);
        NetworkPolicy nothing = manifests.one(NetworkPolicy.class, "bubblegram-nothing");

        assertThat(selected(manifests, nothing.getSpec().getPodSelector().getMatchLabels()))
                .containsExactlyElementsOf(manifests.pods());
        assertThat(nothing.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(nothing.getSpec().getIngress()).isEmpty();
        assertThat(nothing.getSpec().getEgress()).isEmpty();
        assertThat(manifests.all(NetworkPolicy.class))
                .flatExtracting(policy -> policy.getSpec().getIngress())
                .allSatisfy(rule -> {
                    assertThat(rule.getFrom()).isNotEmpty();
                    assertThat(rule.getPorts())
                            .extracting(port -> port.getPort())
                            .containsExactly(new IntOrString("http"));
                });
    }

    @Test
    void policiesNamePodsOfOthersByTheirOwnLabels() {
        Manifests manifests = Kustomize.overlay("cluster");

        assertThat(manifests
                        .one(NetworkPolicy.class, "bubblegram-names")
                        .getSpec()
                        .getEgress()
                        .get(0)
                        .getTo()
                        .get(0)
                        .getPodSelector()
                        .getMatchLabels())
                .isEqualTo(Map.of("k8s-app", "kube-dns"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"single-node", "cluster", "cluster-gpu"})
    void probesAskTheServiceOnItsPort(String overlay) {
        assertThat(Kustomize.overlay(overlay).pods()).allSatisfy(pod -> {
            Container service = pod.service();
            assertThat(List.of(service.getStartupProbe(), service.getLivenessProbe()))
                    .extracting(WiringTest::asked)
                    .containsOnly("http/actuator/health/liveness");
            assertThat(asked(service.getReadinessProbe())).isEqualTo("http/actuator/health/readiness");
            assertThat(pod.environment(service, Map.of()).get("SERVER_PORT"))
                    .isEqualTo(service.getPorts().get(0).getContainerPort().toString());
        });
    }

    private static String asked(Probe probe) {
        return probe.getHttpGet().getPort().getStrVal() + probe.getHttpGet().getPath();
    }

    @Test
    void theClusterScalesWhatAnswersAndMonitorsAll() {
        Manifests manifests = Kustomize.overlay("cluster");
        HorizontalPodAutoscaler scaling = manifests.one(HorizontalPodAutoscaler.class, "bubblegram-api");
        Deployment scaled = manifests.one(
                Deployment.class, scaling.getSpec().getScaleTargetRef().getName());
        ServiceMonitor monitor = manifests.one(ServiceMonitor.class, "bubblegram");

        assertThat(scaled.getSpec().getReplicas()).isNull(); // or each apply would undo what the autoscaler did
        assertThat(scaled.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getResources()
                        .getRequests())
                .containsKey("cpu");
        assertThat(manifests.all(Service.class))
                .filteredOn(service -> service.getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(
                                monitor.getSpec().getSelector().getMatchLabels().entrySet()))
                .singleElement()
                .satisfies(service -> assertThat(
                                selected(manifests, service.getSpec().getSelector()))
                        .extracting(Pod::name)
                        .containsExactlyInAnyOrder("bubblegram-api", "bubblegram-worker"));
    }

    @Test
    void theKeyThatThePrometheusSendsIsOneThatTheServiceStores() {
        Manifests manifests = Kustomize.overlay("cluster");
        Pod api = manifests.pod("bubblegram-api");

        assertThat(api.environment(api.service(), Map.of("metrics-key", "theirs", "bootstrap-key", "first")))
                .containsEntry("BUBBLEGRAM_SECURITY_METRICSKEY", "theirs")
                .containsEntry("BUBBLEGRAM_SECURITY_BOOTSTRAPKEY", "first");
        assertThat(manifests
                        .one(ServiceMonitor.class, "bubblegram")
                        .getSpec()
                        .getEndpoints()
                        .get(0)
                        .getAuthorization()
                        .getCredentials()
                        .getKey())
                .isEqualTo("metrics-key");
    }

    @Test
    void theSingleNodesFilesHaveOneUserAtATime() {
        Manifests manifests = Kustomize.overlay("single-node");
        Deployment deployment = manifests.one(Deployment.class, "bubblegram-api");

        assertThat(deployment.getSpec().getReplicas()).isEqualTo(1);
        assertThat(deployment.getSpec().getStrategy().getType()).isEqualTo("Recreate");
        assertThat(manifests.pod("bubblegram-api").spec().getVolumes())
                .filteredOn(volume -> volume.getName().equals("home"))
                .singleElement()
                .satisfies(volume -> {
                    assertThat(volume.getEmptyDir()).isNull();
                    manifests.one(
                            PersistentVolumeClaim.class,
                            volume.getPersistentVolumeClaim().getClaimName());
                });
    }

    private static List<Pod> selected(Manifests manifests, Map<String, String> selector) {
        return manifests.pods().stream()
                .filter(pod -> pod.labels().entrySet().containsAll(selector.entrySet()))
                .toList();
    }

    private static List<String> ports(Pod pod) {
        return pod.service().getPorts().stream().map(ContainerPort::getName).toList();
    }
}
