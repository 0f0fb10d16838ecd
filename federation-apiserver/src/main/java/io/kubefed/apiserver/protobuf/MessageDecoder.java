package io.kubefed.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kubefed.apiserver.json.Json;
import java.util.Base64;
import java.util.Map;

/**
 * Makes of a message the tree that it is in JSON. Everything on the wire gets into the tree, empty or not: what Go leaves out of JSON is left to
 * {@link io.kubefed.apiserver.type.CanonicalForm}, as for a body in JSON.
 */
final class MessageDecoder {

    /** How deep messages may stand in messages; only schemas of custom types are deep. */
    private static final int DEPTH = 500;

    private final int depth;

    MessageDecoder() {
        this(0);
    }

    private MessageDecoder(int depth) {
        this.depth = depth;
    }

    /** The value of a message. */
    JsonNode value(WireReader reader, String definition) throws MalformedProtobufException {
        if (depth > DEPTH) {
            throw new MalformedProtobufException("proto: messages nested deeper than " + DEPTH);
        }
        SpecialForm special = SpecialForm.of(definition);
        if (special != null) {
            return special.read(reader, new MessageDecoder(depth + 1));
        }
        Map<Integer, MessageField> fields = MessageTable.fields(definition);
        boolean whole = fields.values().stream().anyMatch(MessageField::whole);
        ObjectNode object = Json.object();
        if (whole) {
            object.putArray("*");
        }
        read(reader, definition, object);
        return whole ? object.path("*") : object;
    }

    private void read(WireReader reader, String definition, ObjectNode into) throws MalformedProtobufException {
        Map<Integer, MessageField> fields = MessageTable.fields(definition);
        while (reader.hasMore()) {
            Tag tag = Tag.read(reader, definition);
            MessageField field = fields.get(tag.number());
            if (field == null) {
                reader.skip(tag.wireType());
            } else {
                tag.check(field.goName(), wireType(field));
                read(reader, field, into);
            }
        }
    }

    private void read(WireReader reader, MessageField field, ObjectNode into) throws MalformedProtobufException {
        if (field.inline()) {
            new MessageDecoder(depth + 1).read(reader.message(), field.kind(), into);
            return;
        }
        switch (field.repetition()) {
            case LIST -> array(into, field.name()).add(one(reader, field));
            case MAP -> entry(reader.message(), field, Json.childOrNew(into, field.name()));
            default -> into.set(field.name(), one(reader, field));
        }
    }

    private static ArrayNode array(ObjectNode into, String name) {
        return into.get(name) instanceof ArrayNode array ? array : into.putArray(name);
    }

    private void entry(WireReader reader, MessageField field, ObjectNode map) throws MalformedProtobufException {
        String key = "";
        JsonNode value = null;
        while (reader.hasMore()) {
            Tag tag = Tag.read(reader, field.goName());
            if (tag.number() == 1) {
                tag.check("key", WireReader.BYTES);
                key = reader.text();
            } else if (tag.number() == 2) {
                tag.check("value", wireType(field.single()));
                value = one(reader, field);
            } else {
                reader.skip(tag.wireType());
            }
        }
        map.set(key, value == null ? empty(field.kind()) : value);
    }

    private JsonNode empty(String kind) throws MalformedProtobufException {
        return kind.equals("string") || kind.equals("bytes")
                ? TextNode.valueOf("")
                : new MessageDecoder(depth + 1).value(new WireReader(new byte[0]), kind);
    }

    private JsonNode one(WireReader reader, MessageField field) throws MalformedProtobufException {
        return switch (field.kind()) {
            case "string" -> TextNode.valueOf(reader.text());
            case "bytes" -> TextNode.valueOf(Base64.getEncoder().encodeToString(reader.bytes()));
            case "bool" -> BooleanNode.valueOf(reader.varint() != 0);
            case "int32" -> IntNode.valueOf((int) reader.varint());
            case "int64" -> LongNode.valueOf(reader.varint());
            case "double" -> number(reader.float64());
            default -> new MessageDecoder(depth + 1).value(reader.message(), field.kind());
        };
    }

    /** Go writes whole numbers without a point. */
    static JsonNode number(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? LongNode.valueOf((long) value) : DoubleNode.valueOf(value);
    }

    private static int wireType(MessageField field) {
        if (field.repetition() == MessageField.Repetition.MAP) {
            return WireReader.BYTES;
        }
        return switch (field.kind()) {
            case "bool", "int32", "int64" -> WireReader.VARINT;
            case "double" -> WireReader.FIXED64;
            default -> WireReader.BYTES;
        };
    }

    /** Number and wire type of what comes next. */
    record Tag(int number, int wireType) {

        static Tag read(WireReader reader, String message) throws MalformedProtobufException {
            long tag = reader.varint();
            int number = (int) (tag >>> 3);
            int wireType = (int) (tag & 7);
            String name = message.substring(message.lastIndexOf('.') + 1);
            if (wireType == WireReader.END_GROUP) {
                throw new MalformedProtobufException("proto: " + name + ": wiretype end group for non-group");
            }
            if (number <= 0) {
                throw new MalformedProtobufException(
                        "proto: " + name + ": illegal tag " + number + " (wire type " + tag + ")");
            }
            return new Tag(number, wireType);
        }

        void check(String field, int expected) throws MalformedProtobufException {
            if (wireType != expected) {
                throw new MalformedProtobufException("proto: wrong wireType = " + wireType + " for field " + field);
            }
        }
    }
}
