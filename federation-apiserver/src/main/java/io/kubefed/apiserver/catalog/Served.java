package io.kubefed.apiserver.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All types that are served at one moment: an immutable snapshot. */
public final class Served {

    private final Map<String, Resource> byPath = new LinkedHashMap<>();
    private final Map<String, Set<String>> versions = new LinkedHashMap<>();

    /** The types in the order of discovery: groups as they are to be preferred, in each the preferred version first. */
    public Served(List<Resource> resources) {
        for (Resource resource : resources) {
            byPath.putIfAbsent(
                    path(
                            resource.type().group(),
                            resource.type().version(),
                            resource.type().plural()),
                    resource);
            versions.computeIfAbsent(resource.type().group(), group -> new LinkedHashSet<>())
                    .add(resource.type().version());
        }
    }

    private static String path(String group, String version, String plural) {
        return group + "/" + version + "/" + plural;
    }

    /** All of them, in the order of discovery. */
    public List<Resource> all() {
        return List.copyOf(byPath.values());
    }

    /** Each type once, in its preferred version. */
    public List<Resource> preferred() {
        Map<String, Resource> once = new LinkedHashMap<>();
        byPath.values().forEach(resource -> once.putIfAbsent(resource.groupResource(), resource));
        return List.copyOf(once.values());
    }

    /** The type with this path, or empty. */
    public Optional<Resource> find(String group, String version, String plural) {
        return Optional.ofNullable(byPath.get(path(group, version, plural)));
    }

    /** The groups in order; {@code ""} is core. */
    public List<String> groups() {
        return List.copyOf(versions.keySet());
    }

    /** The versions of a group, the preferred one first; empty if there is no such group. */
    public List<String> versions(String group) {
        return List.copyOf(versions.getOrDefault(group, Set.of()));
    }

    /** The types of one group in one version, by plural name. */
    public List<Resource> in(String group, String version) {
        List<Resource> found = new ArrayList<>();
        for (Resource resource : byPath.values()) {
            if (resource.type().group().equals(group)
                    && resource.type().version().equals(version)) {
                found.add(resource);
            }
        }
        found.sort(java.util.Comparator.comparing(resource -> resource.type().plural()));
        return found;
    }
}
