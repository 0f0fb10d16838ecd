package io.kubefed.core.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.error.TransientException;
import io.kubefed.core.model.ObjectKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Kubernetes object of any type, as a JSON tree.
 *
 * <p>Not for hot paths: informers read bytes. Mutable through {@link #json()}; whoever shares one treats it as a value.
 */
public final class KubeObject {

    // Field names are data (ConfigMap keys, managedFields paths): interning and symbol tables would grow without bound.
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .build();

    private final ObjectNode json;

    /** Wraps a tree. */
    public KubeObject(ObjectNode json) {
        this.json = requireNonNull(json, "json");
    }

    /**
     * Reads an object from JSON in UTF-8.
     *
     * @throws TransientException if the bytes are no JSON object: a server that sends such a thing may do better next time
     */
    public static KubeObject parse(byte[] bytes) {
        try {
            JsonNode tree = MAPPER.readTree(bytes);
            if (tree instanceof ObjectNode object) {
                return new KubeObject(object);
            }
            throw new TransientException("the body is no JSON object but " + tree.getNodeType(), null);
        } catch (IOException e) {
            throw new TransientException("the body is no JSON: " + e.getMessage(), e);
        }
    }

    /** The tree itself. */
    public ObjectNode json() {
        return json;
    }

    /** The object as JSON in UTF-8, fields in the order of the tree. */
    public byte[] toBytes() {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree always serialises", e);
        }
    }

    /** A copy that shares nothing. */
    public KubeObject copy() {
        return new KubeObject(json.deepCopy());
    }

    /** {@code apiVersion}, or empty. */
    public String apiVersion() {
        return json.path("apiVersion").asText("");
    }

    /** {@code kind}, or empty. */
    public String kind() {
        return json.path("kind").asText("");
    }

    /** {@code metadata}; an empty missing node if there is none. */
    public JsonNode metadata() {
        return json.path("metadata");
    }

    /** {@code metadata.name}, or empty. */
    public String name() {
        return metadata().path("name").asText("");
    }

    /** {@code metadata.namespace}, or empty. */
    public String namespace() {
        return metadata().path("namespace").asText("");
    }

    /**
     * Namespace and name.
     *
     * @throws IllegalArgumentException if the object has no name
     */
    public ObjectKey key() {
        return new ObjectKey(namespace(), name());
    }

    /** {@code metadata.uid}, or empty. */
    public String uid() {
        return metadata().path("uid").asText("");
    }

    /** {@code metadata.resourceVersion}, or empty. */
    public String resourceVersion() {
        return metadata().path("resourceVersion").asText("");
    }

    /** {@code metadata.generation}, or 0. */
    public long generation() {
        return metadata().path("generation").asLong(0);
    }

    /** Whether a deletion timestamp is set. */
    public boolean deleting() {
        return metadata().hasNonNull("deletionTimestamp");
    }

    /** The labels in order; a copy, may be empty. */
    public Map<String, String> labels() {
        return strings(metadata().path("labels"));
    }

    /** The annotations in order; a copy, may be empty. */
    public Map<String, String> annotations() {
        return strings(metadata().path("annotations"));
    }

    /** The finalizers in order; a copy, may be empty. */
    public List<String> finalizers() {
        List<String> names = new ArrayList<>();
        metadata().path("finalizers").forEach(node -> names.add(node.asText()));
        return names;
    }

    private static Map<String, String> strings(JsonNode node) {
        Map<String, String> strings = new LinkedHashMap<>();
        node.properties().forEach(e -> strings.put(e.getKey(), e.getValue().asText()));
        return strings;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KubeObject that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    /** Kind and key; never the content, which may be a secret. */
    @Override
    public String toString() {
        return kind() + " " + (namespace().isEmpty() ? name() : namespace() + "/" + name());
    }
}
