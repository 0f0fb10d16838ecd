package io.kubefed.core.client.discovery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All resource types that a cluster served at one moment. Callers keep it as long as they like.
 *
 * @param all in the server's order, preferred groups and versions first; immutable
 * @param gaps groups and versions whose types could not be read, or may be out of date, with the reason; immutable, mostly empty
 */
public record ServedTypes(List<ServedType> all, Map<String, String> gaps) {

    /** Copies the collections. */
    public ServedTypes {
        all = List.copyOf(all);
        gaps = Map.copyOf(gaps);
    }

    /** The type of objects with this {@code apiVersion} and {@code kind}, or empty if the cluster serves none. */
    public Optional<ServedType> find(String apiVersion, String kind) {
        return all.stream()
                .filter(served -> served.type().apiVersion().equals(apiVersion)
                        && served.type().kind().equals(kind))
                .findFirst();
    }

    /**
     * The type called {@code plural.group}, or {@code plural} in the core group, in the version that the cluster prefers; empty if
     * the cluster serves none.
     */
    public Optional<ServedType> find(String groupResource) {
        return preferredFirst(
                all.stream().filter(served -> served.type().groupResource().equals(groupResource)));
    }

    /** The type that a user means by {@code deployment}, {@code deploy}, {@code deployments.apps} or {@code deployment.v1.apps}. */
    public Optional<ServedType> findByName(String name) {
        Optional<ServedType> exact = find(name);
        if (exact.isPresent()) {
            return exact;
        }
        int dot = name.indexOf('.');
        if (dot < 0) {
            return preferredFirst(all.stream().filter(served -> served.isCalled(name)));
        }
        String word = name.substring(0, dot);
        String rest = name.substring(dot + 1);
        return preferredFirst(all.stream()
                .filter(served -> served.isCalled(word)
                        && (served.type().group().equals(rest)
                                || (served.type().version() + "."
                                                + served.type().group())
                                        .equals(rest))));
    }

    /** Each resource once, in the version that the cluster prefers. */
    public List<ServedType> preferred() {
        Map<String, ServedType> byResource = new LinkedHashMap<>();
        for (ServedType served : all) {
            byResource.merge(
                    served.type().groupResource(),
                    served,
                    (first, next) -> first.preferred() || !next.preferred() ? first : next);
        }
        return List.copyOf(byResource.values());
    }

    private static Optional<ServedType> preferredFirst(Stream<ServedType> candidates) {
        List<ServedType> found = candidates.toList();
        return found.stream()
                .filter(ServedType::preferred)
                .findFirst()
                .or(() -> found.stream().findFirst());
    }
}
