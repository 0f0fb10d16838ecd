package io.kubefed.sync.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.Hash64;
import io.kubefed.sync.adapter.TypeAdapter;
import io.kubefed.sync.field.FieldPath;
import io.kubefed.sync.ownership.FederationIdentity;
import io.kubefed.sync.ownership.Marks;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a template says should be in its members: the body of an apply, serialised once and shared by the requests to all of them.
 *
 * <p>Deterministic: equal templates give equal bytes and so an equal hash, in every process and release that keeps the format.
 */
public final class Desired {

    private static final byte[] HEAD = bytes("{\"metadata\":{");
    private static final byte[] CREATE_ONLY = bytes("\"resourceVersion\":\"1\",");

    private final String hash;
    private final byte[] body;

    private Desired(String hash, byte[] body) {
        this.hash = hash;
        this.body = body;
    }

    /** What members should have of {@code template}. */
    public static Desired of(Template template, TypeAdapter adapter, FederationIdentity federation) {
        ObjectNode body = template.object().json().deepCopy();
        body.remove("status");
        body.set("metadata", metadata(template.object()));
        adapter.shape(body);
        ObjectNode metadata = (ObjectNode) body.get("metadata");
        metadata.withObjectProperty("labels").put(Marks.OWNER_LABEL, federation.uid());
        ObjectNode canonical = (ObjectNode) sorted(body);
        String hash = hash(canonical);
        canonical
                .withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put(Marks.APPLIED_ANNOTATION, hash);
        return new Desired(hash, metadataFirst(canonical));
    }

    private static ObjectNode metadata(KubeObject template) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.put("name", template.name());
        if (!template.namespace().isEmpty()) {
            metadata.put("namespace", template.namespace());
        }
        template.metadata()
                .path("labels")
                .properties()
                .forEach(label -> metadata.withObjectProperty("labels").set(label.getKey(), label.getValue()));
        template.metadata().path("annotations").properties().stream()
                .filter(annotation -> !Marks.isInternal(annotation.getKey()))
                .forEach(annotation ->
                        metadata.withObjectProperty("annotations").set(annotation.getKey(), annotation.getValue()));
        return metadata;
    }

    private static String hash(ObjectNode body) {
        byte[] bytes = new KubeObject(body).toBytes();
        return Hash64.toHex(Hash64.of(bytes, 0, bytes.length));
    }

    private static byte[] metadataFirst(ObjectNode body) {
        ObjectNode ordered = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = ordered.putObject("metadata");
        metadata.set("name", body.path("metadata").path("name"));
        metadata.setAll((ObjectNode) body.get("metadata"));
        body.properties().forEach(field -> ordered.putIfAbsent(field.getKey(), field.getValue()));
        return new KubeObject(ordered).toBytes();
    }

    /** The order of fields means nothing in JSON, and a server may change it: equal templates must give equal bytes. */
    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode fields = JsonNodeFactory.instance.objectNode();
            object.properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(field -> fields.set(field.getKey(), sorted(field.getValue())));
            return fields;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(item -> items.add(sorted(item)));
            return items;
        }
        return node;
    }

    /**
     * What of it a member can take.
     *
     * @param desired the rest; its hash is that of the whole
     * @param fields the fields that were left out, in order
     */
    public record Reduced(Desired desired, List<String> fields) {}

    /** The same without these fields, as far as it has them. Costs a parse, unless there are none. */
    public Reduced without(List<String> fields) {
        if (fields.isEmpty()) {
            return new Reduced(this, List.of());
        }
        ObjectNode rest = KubeObject.parse(body).json();
        List<String> leftOut = fields.stream()
                .filter(field -> new FieldPath(field).removeFrom(rest))
                .toList();
        return leftOut.isEmpty()
                ? new Reduced(this, leftOut)
                : new Reduced(new Desired(hash, new KubeObject(rest).toBytes()), leftOut);
    }

    /** The hash of the body, 16 hexadecimal digits, as the annotation on copies shows it. */
    public String hash() {
        return hash;
    }

    /** The size of the body in bytes. */
    public int size() {
        return body.length;
    }

    /** The body that only creates: 409 if an object of the name exists. */
    public byte[] toCreate() {
        return withMetadata(CREATE_ONLY);
    }

    /** The body that changes the object with this uid and no other. */
    public byte[] toUpdate(String uid) {
        return withMetadata(bytes("\"uid\":\"" + uid + "\","));
    }

    private byte[] withMetadata(byte[] field) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + field.length);
        out.write(HEAD, 0, HEAD.length);
        out.write(field, 0, field.length);
        out.write(body, HEAD.length, body.length - HEAD.length);
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
