package io.kubefed.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code metadata} as the server keeps it. */
public final class Metadata {

    private static final List<String> ORDER = List.of(
            "name",
            "generateName",
            "namespace",
            "selfLink",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "labels",
            "annotations",
            "ownerReferences",
            "finalizers",
            "managedFields");
    private static final Set<String> DROPPED_IF_EMPTY =
            Set.of("labels", "annotations", "ownerReferences", "finalizers");

    private Metadata() {}

    /** The metadata of an object; made if there is none. */
    public static ObjectNode of(ObjectNode object) {
        return Json.childOrNew(object, "metadata");
    }

    /** Whether the object is being deleted. */
    public static boolean deleting(JsonNode object) {
        return object.path("metadata").hasNonNull("deletionTimestamp");
    }

    /** Whether nothing holds the object back from going. */
    public static boolean released(JsonNode object) {
        return object.path("metadata").path("finalizers").isEmpty();
    }

    /** Sets the marks of a deletion that has to wait. */
    public static void markDeleted(ObjectNode object, Instant now, boolean countsGenerations) {
        ObjectNode metadata = of(object);
        metadata.put("deletionTimestamp", now.toString()).put("deletionGracePeriodSeconds", 0);
        if (countsGenerations) {
            metadata.put("generation", metadata.path("generation").asLong(0) + 1);
        }
    }

    /** Takes a field over from another metadata, or removes it if it is not there. */
    static void keep(ObjectNode metadata, @Nullable JsonNode from, String field) {
        JsonNode value = from == null ? null : from.get(field);
        if (value == null) {
            metadata.remove(field);
        } else {
            metadata.set(field, value);
        }
    }

    /**
     * The object with {@code kind}, {@code apiVersion} and {@code metadata} in front, and its metadata in the order of all objects;
     * empty parts and nulls of metadata go.
     */
    public static ObjectNode ordered(ObjectNode object) {
        ObjectNode ordered = Json.object();
        for (String field : List.of("kind", "apiVersion")) {
            if (object.has(field)) {
                ordered.set(field, object.get(field));
            }
        }
        ObjectNode metadata = ordered.putObject("metadata");
        JsonNode given = object.path("metadata");
        for (String field : ORDER) {
            JsonNode value = given.get(field);
            boolean empty = value == null || value.isNull() || (value.isEmpty() && DROPPED_IF_EMPTY.contains(field));
            if (!empty && value != null) {
                metadata.set(field, value);
            }
        }
        object.properties().forEach(field -> {
            if (!ordered.has(field.getKey())) {
                ordered.set(field.getKey(), field.getValue());
            }
        });
        return ordered;
    }
}
