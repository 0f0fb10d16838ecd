package io.kubefed.apiserver.catalog;

import static java.util.Objects.requireNonNull;

import io.kubefed.apiserver.request.Subject;
import io.kubefed.apiserver.type.Schema;
import io.kubefed.apiserver.type.TypeInfo;
import io.kubefed.core.model.ResourceType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A served type in one version.
 *
 * @param info what is known about the type
 * @param definition what the CustomResourceDefinition adds; null for a built-in type
 */
public record Resource(TypeInfo info, @Nullable Definition definition) {

    /** Types that count changes of their specification, besides custom ones. */
    private static final Set<String> WITH_GENERATION = Set.of(
            "pods",
            "deployments.apps",
            "replicasets.apps",
            "statefulsets.apps",
            "daemonsets.apps",
            "jobs.batch",
            "cronjobs.batch",
            "replicationcontrollers",
            "poddisruptionbudgets.policy",
            "networkpolicies.networking.k8s.io",
            "ingresses.networking.k8s.io",
            "ingressclasses.networking.k8s.io",
            "endpointslices.discovery.k8s.io",
            "priorityclasses.scheduling.k8s.io",
            "mutatingwebhookconfigurations.admissionregistration.k8s.io",
            "validatingwebhookconfigurations.admissionregistration.k8s.io",
            "customresourcedefinitions.apiextensions.k8s.io");

    /** Checks that there is a type. */
    public Resource {
        requireNonNull(info, "info");
    }

    /** Group, version, plural, kind. */
    public ResourceType type() {
        return info.type();
    }

    /** The schema of its objects. */
    public Schema schema() {
        return info.schema();
    }

    /** {@code deployments.apps}. */
    public String groupResource() {
        return type().groupResource();
    }

    /** Whether a CustomResourceDefinition defines it. */
    public boolean custom() {
        return definition != null;
    }

    /** Whether it has this sub-resource. */
    public boolean has(String subresource) {
        return info.subresources().contains(subresource);
    }

    /** Whether {@code metadata.generation} counts changes. */
    public boolean countsGenerations() {
        return custom() || WITH_GENERATION.contains(groupResource());
    }

    /** What the keys of its objects begin with, in one namespace or in all for {@code ""}. */
    public String prefix(String namespace) {
        return namespace.isEmpty() ? "/" + groupResource() + "/" : "/" + groupResource() + "/" + namespace + "/";
    }

    /** The key of one object. */
    public String key(String namespace, String name) {
        return prefix(namespace) + name;
    }

    /** What a refusal about one of its objects names. */
    public Subject subject(String name) {
        return new Subject(type(), name);
    }
}
