package io.kubefed.sync.plan;

import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.sync.ownership.FederationIdentity;
import java.util.Set;

/**
 * Which types and objects go out at all.
 *
 * @param more types to propagate besides those that do by default, as {@code plural.group}
 * @param fewer types not to propagate although they do by default; wins over {@code more}
 */
public record PropagationScope(Set<String> more, Set<String> fewer) {

    /** What people keep in a repository, and nothing else. */
    public static final PropagationScope STANDARD = new PropagationScope(Set.of(), Set.of());

    private static final Set<String> BY_DEFAULT = Set.of(
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
            "customresourcedefinitions.apiextensions.k8s.io");

    private static final Set<String> NEVER = Set.of(
            "leases.coordination.k8s.io",
            "events",
            "events.events.k8s.io",
            "nodes",
            "pods",
            "endpoints",
            "endpointslices.discovery.k8s.io",
            "mutatingwebhookconfigurations.admissionregistration.k8s.io",
            "validatingwebhookconfigurations.admissionregistration.k8s.io",
            "apiservices.apiregistration.k8s.io");

    private static final Set<String> OUR_GROUPS = Set.of("federation", "federation.kubefed.io");

    /** Copies the sets. */
    public PropagationScope {
        more = Set.copyOf(more);
        fewer = Set.copyOf(fewer);
    }

    /**
     * Whether objects of a type go out.
     *
     * @param custom whether a user's CustomResourceDefinition defines it
     */
    public boolean propagates(ResourceType type, boolean custom) {
        String name = type.groupResource();
        if (OUR_GROUPS.contains(type.group()) || NEVER.contains(name) || fewer.contains(name)) {
            return false;
        }
        return custom || BY_DEFAULT.contains(name) || more.contains(name);
    }

    /** Whether this object is the federation's or a cluster's own, whatever its type. */
    public static boolean belongsToOneCluster(ResourceType type, ObjectKey key) {
        String namespace = type.groupResource().equals("namespaces") ? key.name() : key.namespace();
        return namespace.equals(FederationIdentity.SYSTEM_NAMESPACE)
                || namespace.startsWith("kube-")
                || isMadeByEveryCluster(type, key)
                || isOurDefinition(type, key);
    }

    private static boolean isMadeByEveryCluster(ResourceType type, ObjectKey key) {
        return switch (type.groupResource()) {
            case "namespaces" -> key.name().equals("default");
            case "serviceaccounts" -> key.name().equals("default");
            case "configmaps" -> key.name().equals("kube-root-ca.crt");
            case "services" -> key.equals(new ObjectKey("default", "kubernetes"));
            case "priorityclasses.scheduling.k8s.io" -> key.name().startsWith("system-");
            default -> false;
        };
    }

    private static boolean isOurDefinition(ResourceType type, ObjectKey key) {
        return type.groupResource().equals("customresourcedefinitions.apiextensions.k8s.io")
                && OUR_GROUPS.stream().anyMatch(group -> key.name().endsWith("." + group));
    }
}
