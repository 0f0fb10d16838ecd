package io.kubefed.apiserver.catalog;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a CustomResourceDefinition says of one version beyond what every type has.
 *
 * @param name the name of the definition
 * @param uid the uid of the definition
 * @param schema the OpenAPI schema of the version; not to be changed
 * @param selectableFields paths that field selectors may use, such as {@code .spec.color}; immutable
 * @param replicasPath where {@code scale} finds the replicas wanted; empty without that sub-resource
 * @param statusReplicasPath where it finds those that run; empty without that sub-resource
 * @param selectorPath where it finds the label selector as text; may be empty
 * @param deprecation the warning that every request gets; empty for none
 * @param terminating whether the definition is being deleted, so that nothing new may be created
 */
public record Definition(
        String name,
        String uid,
        JsonNode schema,
        List<String> selectableFields,
        String replicasPath,
        String statusReplicasPath,
        String selectorPath,
        String deprecation,
        boolean terminating) {

    /** Copies the list. */
    public Definition {
        requireNonNull(name, "name");
        requireNonNull(uid, "uid");
        requireNonNull(schema, "schema");
        selectableFields = List.copyOf(selectableFields);
        requireNonNull(replicasPath, "replicasPath");
        requireNonNull(statusReplicasPath, "statusReplicasPath");
        requireNonNull(selectorPath, "selectorPath");
        requireNonNull(deprecation, "deprecation");
    }
}
