package io.kubefed.apiserver.ownership;

import java.util.List;

/** The fields that servers own, and nobody's entry lists. */
final class Unowned {

    private static final FieldSet FIELDS = List.of(
                    "name",
                    "namespace",
                    "creationTimestamp",
                    "selfLink",
                    "uid",
                    "clusterName",
                    "generation",
                    "managedFields",
                    "resourceVersion")
            .stream()
            .map(name -> FieldSet.path("metadata", name))
            .reduce(
                    FieldSet.path("apiVersion").union(FieldSet.path("kind")).union(FieldSet.path("metadata")),
                    FieldSet::union);

    private Unowned() {}

    static FieldSet strip(FieldSet fields) {
        return fields.difference(FIELDS);
    }
}
