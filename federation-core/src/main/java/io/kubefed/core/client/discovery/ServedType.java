package io.kubefed.core.client.discovery;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.model.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A resource type in one version, as a cluster serves it.
 *
 * @param type group, version, plural, kind
 * @param singular the singular name; may be empty
 * @param verbs what may be done with it, such as {@code list}; immutable
 * @param subresources the sub-resources by name, such as {@code status}, with their verbs; immutable
 * @param shortNames such as {@code deploy}; immutable, mostly one or none
 * @param preferred whether the cluster prefers this version of the group
 */
public record ServedType(
        ResourceType type,
        String singular,
        Set<String> verbs,
        Map<String, Set<String>> subresources,
        List<String> shortNames,
        boolean preferred) {

    /** Copies the collections. */
    public ServedType {
        requireNonNull(type, "type");
        requireNonNull(singular, "singular");
        verbs = Set.copyOf(verbs);
        subresources = Map.copyOf(subresources);
        shortNames = List.copyOf(shortNames);
    }

    /** Whether objects of the type can be listed and watched: whether an informer can follow it. */
    public boolean watchable() {
        return verbs.contains("list") && verbs.contains("watch");
    }

    /** Whether there is a sub-resource of this name. */
    public boolean hasSubresource(String name) {
        return subresources.containsKey(name);
    }

    /** Whether a user may call it {@code name}: plural, singular, kind in lower case, or a short name. */
    public boolean isCalled(String name) {
        return type.plural().equals(name)
                || singular.equals(name)
                || type.kind().equalsIgnoreCase(name)
                || shortNames.contains(name);
    }
}
