package io.kubefed.simulation.world;

import io.kubefed.core.model.ResourceType;
import java.util.List;

/** The types that play a part. */
public final class Types {

    public static final ResourceType NAMESPACES = new ResourceType("", "v1", "namespaces", "Namespace", false);
    public static final ResourceType CONFIG_MAPS = new ResourceType("", "v1", "configmaps", "ConfigMap", true);
    public static final ResourceType SECRETS = new ResourceType("", "v1", "secrets", "Secret", true);
    public static final ResourceType DEPLOYMENTS = new ResourceType("apps", "v1", "deployments", "Deployment", true);
    public static final ResourceType DEFINITIONS = new ResourceType(
            "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false);
    public static final ResourceType WIDGETS = new ResourceType("example.com", "v1", "widgets", "Widget", true);
    public static final ResourceType CLUSTERS =
            new ResourceType("federation.kubefed.io", "v1beta1", "clusters", "Cluster", false);

    /** The types whose objects go out to members, those that others need first. */
    public static final List<ResourceType> PROPAGATED =
            List.of(NAMESPACES, DEFINITIONS, CONFIG_MAPS, SECRETS, DEPLOYMENTS, WIDGETS);

    private Types() {}
}
