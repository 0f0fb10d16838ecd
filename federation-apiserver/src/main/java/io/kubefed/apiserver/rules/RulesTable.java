package io.kubefed.apiserver.rules;

import java.util.Map;

/** Which type has which ways. */
public final class RulesTable {

    private static final Map<String, TypeRules> BUILT_IN = Map.of(
            "namespaces", new NamespaceRules(),
            "configmaps", new ConfigMapRules(),
            "secrets", new SecretRules(),
            "customresourcedefinitions.apiextensions.k8s.io", new DefinitionRules());

    private RulesTable() {}

    /** The ways of a type, by its name such as {@code deployments.apps}. */
    public static TypeRules of(String groupResource) {
        return BUILT_IN.getOrDefault(groupResource, TypeRules.NONE);
    }
}
