package io.kubefed.apiserver.type;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kubefed.apiserver.type.DeclaredSchema.Builder;
import io.kubefed.apiserver.type.Schema.Shape;
import java.util.List;
import java.util.Set;

/**
 * {@code metadata} of every object, built-in or custom.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/">ObjectMeta</a>
 */
final class ObjectMetaSchema {

    static final Schema STRING = scalar("string", "");
    static final Schema INSTANCE = build();

    private ObjectMetaSchema() {}

    private static Schema build() {
        Builder meta = struct();
        for (String name : List.of("name", "generateName", "namespace", "selfLink", "uid", "resourceVersion")) {
            putOmittable(meta, name, STRING);
        }
        putOmittable(meta, "generation", scalar("integer", "int64"));
        put(meta, "creationTimestamp", scalar("string", "date-time"));
        put(meta, "deletionTimestamp", scalar("string", "date-time"));
        put(meta, "deletionGracePeriodSeconds", scalar("integer", "int64"));
        putOmittable(meta, "labels", strings());
        putOmittable(meta, "annotations", strings());
        putOmittable(meta, "ownerReferences", ownerReferences());
        putOmittable(meta, "finalizers", finalizers());
        putOmittable(meta, "managedFields", managedFields());
        meta.zero = JsonNodeFactory.instance.objectNode();
        return meta.build();
    }

    private static Schema ownerReferences() {
        Builder owner = new Builder(Shape.ATOMIC);
        owner.jsonType = "object";
        for (String name : List.of("apiVersion", "kind", "name", "uid")) {
            put(owner, name, STRING);
        }
        put(owner, "controller", scalar("boolean", ""));
        put(owner, "blockOwnerDeletion", scalar("boolean", ""));
        owner.required = Set.of("apiVersion", "kind", "name", "uid");
        Builder owners = list(Shape.LIST_MAP, owner.build());
        owners.keys = List.of("uid");
        owners.patchMergeKey = "uid";
        owners.patchStrategies = List.of("merge");
        return owners.build();
    }

    private static Schema finalizers() {
        Builder finalizers = list(Shape.LIST_SET, STRING);
        finalizers.patchStrategies = List.of("merge");
        return finalizers.build();
    }

    private static Schema managedFields() {
        Builder entry = struct();
        for (String name : List.of("manager", "operation", "apiVersion", "fieldsType", "subresource")) {
            put(entry, name, STRING);
        }
        put(entry, "time", scalar("string", "date-time"));
        Builder fields = new Builder(Shape.ATOMIC);
        fields.jsonType = "object";
        fields.preservesUnknown = true;
        put(entry, "fieldsV1", fields.build());
        return list(Shape.LIST_ATOMIC, entry.build()).build();
    }

    private static Schema strings() {
        Builder map = new Builder(Shape.MAP);
        map.jsonType = "object";
        map.values = () -> STRING;
        return map.build();
    }

    static Schema scalar(String jsonType, String format) {
        Builder scalar = new Builder(Shape.SCALAR);
        scalar.jsonType = jsonType;
        scalar.format = format;
        return scalar.build();
    }

    private static Builder struct() {
        Builder struct = new Builder(Shape.STRUCT);
        struct.jsonType = "object";
        return struct;
    }

    private static Builder list(Shape shape, Schema item) {
        Builder list = new Builder(shape);
        list.jsonType = "array";
        list.items = () -> item;
        return list;
    }

    private static void put(Builder builder, String name, Schema field) {
        builder.fields.put(name, () -> field);
    }

    /** Metadata is a structure of kube-apiserver in every object, custom or not, and shows nothing that is empty. */
    private static void putOmittable(Builder builder, String name, Schema field) {
        Builder omittable = ((DeclaredSchema) field).toBuilder();
        omittable.omitsEmpty = true;
        put(builder, name, omittable.build());
    }
}
