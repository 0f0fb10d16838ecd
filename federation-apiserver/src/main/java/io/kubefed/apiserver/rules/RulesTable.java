package io.kubefed.apiserver.rules;

import java.util.Map;

/** Which type has which ways. */
public final class RulesTable {

    private static final Map<String, TypeRules> BUILT_IN = Map.ofEntries(
            Map.entry("namespaces", new NamespaceRules()),
            Map.entry("configmaps", new ConfigMapRules()),
            Map.entry("secrets", new SecretRules()),
            Map.entry("deployments.apps", new WorkloadRules()),
            Map.entry("replicasets.apps", new WorkloadRules()),
            Map.entry("statefulsets.apps", new WorkloadRules()),
            Map.entry("daemonsets.apps", new WorkloadRules()),
            Map.entry("jobs.batch", new JobRules()),
            Map.entry("rolebindings.rbac.authorization.k8s.io", FillRules.ROLE_BINDING),
            Map.entry("clusterrolebindings.rbac.authorization.k8s.io", FillRules.ROLE_BINDING),
            Map.entry("limitranges", FillRules.LIMIT_RANGE),
            Map.entry("persistentvolumeclaims", FillRules.VOLUME_CLAIM),
            Map.entry("customresourcedefinitions.apiextensions.k8s.io", new DefinitionRules()));

    private RulesTable() {}

    /** The ways of a type, by its name such as {@code deployments.apps}. */
    public static TypeRules of(String groupResource) {
        return BUILT_IN.getOrDefault(groupResource, TypeRules.NONE);
    }
}
