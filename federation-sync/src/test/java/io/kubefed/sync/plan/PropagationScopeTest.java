package io.kubefed.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropagationScopeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "namespaces",
                "configmaps",
                "secrets",
                "services",
                "serviceaccounts",
                "persistentvolumeclaims",
                "limitranges",
                "resourcequotas",
                "deployments.apps",
                "replicasets.apps",
                "statefulsets.apps",
                "daemonsets.apps",
                "jobs.batch",
                "cronjobs.batch",
                "horizontalpodautoscalers.autoscaling",
                "ingresses.networking.k8s.io",
                "networkpolicies.networking.k8s.io",
                "poddisruptionbudgets.policy",
                "priorityclasses.scheduling.k8s.io",
                "customresourcedefinitions.apiextensions.k8s.io"
            })
    void propagatesWhatPeopleKeepInARepository(String type) {
        assertThat(PropagationScope.STANDARD.propagates(type(type), false)).isTrue();
        assertThat(new PropagationScope(Set.of(), Set.of(type)).propagates(type(type), false))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "leases.coordination.k8s.io",
                "events",
                "events.events.k8s.io",
                "nodes",
                "pods",
                "endpoints",
                "endpointslices.discovery.k8s.io",
                "mutatingwebhookconfigurations.admissionregistration.k8s.io",
                "validatingwebhookconfigurations.admissionregistration.k8s.io",
                "apiservices.apiregistration.k8s.io",
                "clusters.federation",
                "clusters.federation.kubefed.io",
                "propagations.federation.kubefed.io"
            })
    void neverPropagatesWhatBelongsToAClusterWhateverIsAskedFor(String type) {
        assertThat(PropagationScope.STANDARD.propagates(type(type), false)).isFalse();
        assertThat(new PropagationScope(Set.of(type), Set.of()).propagates(type(type), true))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"roles.rbac.authorization.k8s.io", "widgets.example.com", "deployments.example.com"})
    void propagatesOthersIfAskedFor(String type) {
        assertThat(PropagationScope.STANDARD.propagates(type(type), false)).isFalse();
        assertThat(new PropagationScope(Set.of(type), Set.of()).propagates(type(type), false))
                .isTrue();
        assertThat(new PropagationScope(Set.of(type), Set.of(type)).propagates(type(type), false))
                .isFalse();
    }

    @Test
    void propagatesWhatAUsersDefinitionDefines() {
        assertThat(PropagationScope.STANDARD.propagates(type("widgets.example.com"), true))
                .isTrue();
        assertThat(new PropagationScope(Set.of(), Set.of("widgets.example.com"))
                        .propagates(type("widgets.example.com"), true))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "configmaps, federation-system, x, true",
        "configmaps, kube-system, x, true",
        "configmaps, kubernetes, x, false",
        "configmaps, web, kube-root-ca.crt, true",
        "secrets, web, kube-root-ca.crt, false",
        "namespaces, '', kube-public, true",
        "namespaces, '', federation-system, true",
        "namespaces, '', default, true",
        "namespaces, '', web, false",
        "configmaps, default, x, false",
        "serviceaccounts, web, default, true",
        "serviceaccounts, web, builder, false",
        "services, default, kubernetes, true",
        "services, web, kubernetes, false",
        "priorityclasses.scheduling.k8s.io, '', system-node-critical, true",
        "priorityclasses.scheduling.k8s.io, '', high, false",
        "customresourcedefinitions.apiextensions.k8s.io, '', clusters.federation.kubefed.io, true",
        "customresourcedefinitions.apiextensions.k8s.io, '', widgets.example.com, false"
    })
    void knowsTheObjectsOfOneCluster(String type, String namespace, String name, boolean own) {
        assertThat(PropagationScope.belongsToOneCluster(type(type), new ObjectKey(namespace, name)))
                .isEqualTo(own);
    }

    private static ResourceType type(String groupResource) {
        int dot = groupResource.indexOf('.');
        String plural = dot < 0 ? groupResource : groupResource.substring(0, dot);
        return new ResourceType(dot < 0 ? "" : groupResource.substring(dot + 1), "v1", plural, "Any", true);
    }
}
