package io.kubefed.sync.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.Hash64;
import io.kubefed.sync.adapter.Slot;
import io.kubefed.sync.adapter.TypeAdapter;
import io.kubefed.sync.field.FieldPath;
import io.kubefed.sync.ownership.FederationIdentity;
import io.kubefed.sync.ownership.Marks;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a template says should be in its members: the body of an apply, serialised once and shared by the requests to all of them.
 *
 * <p>Deterministic: equal templates give equal bytes and so an equal hash, in every process and release that keeps the format.
 */
public final class Desired {

    private static final byte[] HEAD = bytes("{\"metadata\":{");
    private static final byte[] HASH = bytes("\"" + Marks.APPLIED_ANNOTATION + "\":\"");
    private static final byte[] MARK = {Slot.MARK};
    private static final byte[] CREATE_ONLY = bytes("\"resourceVersion\":\"1\",");

    private final String hash;
    private final byte[] body;

    /** Where the member's number of replicas goes; -1 if every member gets the same. */
    private final int slot;

    private Desired(String hash, byte[] body) {
        this(hash, body, -1);
    }

    private Desired(String hash, byte[] body, int slot) {
        this.hash = hash;
        this.body = body;
        this.slot = slot;
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
        byte[] bytes = metadataFirst(canonical);
        return new Desired(hash, bytes, indexOf(MARK, bytes));
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

    /** Whether members get a number of replicas each: then it has to be told {@link #with} how many before it is sent. */
    public boolean isDivided() {
        return slot >= 0;
    }

    /**
     * The copy of a member that gets so many replicas.
     *
     * @throws IllegalStateException if replicas are not divided
     */
    public Desired with(int replicas) {
        if (!isDivided()) {
            throw new IllegalStateException("every member gets the same");
        }
        byte[] number = bytes(Integer.toString(replicas));
        byte[] key = bytes(hash + "/" + replicas);
        String newHash = Hash64.toHex(Hash64.of(key, 0, key.length));
        byte[] spliced = new byte[body.length - 1 + number.length];
        System.arraycopy(body, 0, spliced, 0, slot);
        System.arraycopy(number, 0, spliced, slot, number.length);
        System.arraycopy(body, slot + 1, spliced, slot + number.length, body.length - slot - 1);
        byte[] digits = bytes(newHash);
        System.arraycopy(digits, 0, spliced, indexOf(HASH, body) + HASH.length, digits.length);
        return new Desired(newHash, spliced);
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

    /** Names and quotes inside of strings are escaped, so what is found is no part of a value. */
    private static int indexOf(byte[] part, byte[] body) {
        for (int at = 0; at <= body.length - part.length; at++) {
            if (Arrays.equals(body, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
