package io.kubefed.apiserver.catalog;

import io.kubefed.apiserver.type.Schema;
import io.kubefed.apiserver.type.TypeInfo;
import io.kubefed.apiserver.type.TypeTable;
import io.kubefed.core.model.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The built-in types. Those that the table of types does not know are served without a schema. */
public final class CoreTypes {

    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private CoreTypes() {}

    /** All of them, in the order of discovery. */
    public static List<Resource> all() {
        List<TypeInfo> types = new ArrayList<>(TypeTable.builtIn().types());
        for (TypeInfo untyped : untyped()) {
            boolean known = types.stream().anyMatch(type -> type.type().sameResource(untyped.type()));
            if (!known) {
                types.add(untyped);
            }
        }
        return types.stream().map(type -> new Resource(type, null)).toList();
    }

    private static List<TypeInfo> untyped() {
        return List.of(
                core("configmaps", "ConfigMap", "cm"),
                core("endpoints", "Endpoints", "ep"),
                core("events", "Event", "ev"),
                core("limitranges", "LimitRange", "limits"),
                type("", "v1", "namespaces", "Namespace", false, Set.of("status", "finalize"), "ns"),
                type("", "v1", "nodes", "Node", false, Set.of("status"), "no"),
                type("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true, Set.of("status"), "pvc"),
                type("", "v1", "pods", "Pod", true, Set.of("status"), "po"),
                type("", "v1", "resourcequotas", "ResourceQuota", true, Set.of("status"), "quota"),
                core("secrets", "Secret"),
                core("serviceaccounts", "ServiceAccount", "sa"),
                type("", "v1", "services", "Service", true, Set.of("status"), "svc"),
                type("apps", "v1", "daemonsets", "DaemonSet", true, Set.of("status"), "ds"),
                type("apps", "v1", "deployments", "Deployment", true, Set.of("status", "scale"), "deploy"),
                type("apps", "v1", "replicasets", "ReplicaSet", true, Set.of("status", "scale"), "rs"),
                type("apps", "v1", "statefulsets", "StatefulSet", true, Set.of("status", "scale"), "sts"),
                type("batch", "v1", "cronjobs", "CronJob", true, Set.of("status"), "cj"),
                type("batch", "v1", "jobs", "Job", true, Set.of("status")),
                type("networking.k8s.io", "v1", "ingresses", "Ingress", true, Set.of("status"), "ing"),
                type("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", true, Set.of(), "netpol"),
                type("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true, Set.of("status"), "pdb"),
                type(
                        "apiextensions.k8s.io",
                        "v1",
                        "customresourcedefinitions",
                        "CustomResourceDefinition",
                        false,
                        Set.of("status"),
                        "crd",
                        "crds"),
                type("scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", false, Set.of(), "pc"),
                type("coordination.k8s.io", "v1", "leases", "Lease", true, Set.of()));
    }

    private static TypeInfo core(String plural, String kind, String... shortNames) {
        return type("", "v1", plural, kind, true, Set.of(), shortNames);
    }

    private static TypeInfo type(
            String group,
            String version,
            String plural,
            String kind,
            boolean namespaced,
            Set<String> subresources,
            String... shortNames) {
        return new TypeInfo(
                new ResourceType(group, version, plural, kind, namespaced),
                kind.toLowerCase(Locale.ROOT),
                List.of(shortNames),
                List.of(),
                VERBS,
                subresources,
                List.of(),
                Schema.UNTYPED,
                false);
    }
}
