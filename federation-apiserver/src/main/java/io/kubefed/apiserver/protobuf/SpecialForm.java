package io.kubefed.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.protobuf.MessageDecoder.Tag;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Messages that are no objects in JSON: times, quantities, and values that are JSON themselves. */
@FunctionalInterface
interface SpecialForm {

    /** The value of a message. */
    JsonNode read(WireReader reader, MessageDecoder decoder) throws MalformedProtobufException;

    /** The form of the messages of this name; null if they have none of their own. */
    static @Nullable SpecialForm of(String definition) {
        return Forms.ALL.get(definition);
    }

    /** The forms by definition. */
    final class Forms {
        private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
        private static final String SCHEMAS = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";
        private static final String SCHEMA = SCHEMAS + "JSONSchemaProps";
        private static final Map<String, SpecialForm> ALL = all();

        private Forms() {}

        private static Map<String, SpecialForm> all() {
            Map<String, SpecialForm> forms = new HashMap<>();
            forms.put(META + "Time", (reader, decoder) -> GoTimes.time(numbers(reader, "Time", "Seconds", "Nanos")));
            forms.put(
                    META + "MicroTime",
                    (reader, decoder) -> GoTimes.microTime(numbers(reader, "MicroTime", "Seconds", "Nanos")));
            forms.put(
                    META + "Duration",
                    (reader, decoder) -> GoTimes.duration(numbers(reader, "Duration", "Duration", "")[0]));
            forms.put(META + "FieldsV1", (reader, decoder) -> json(reader, "FieldsV1"));
            forms.put(
                    "io.k8s.apimachinery.pkg.runtime.RawExtension", (reader, decoder) -> json(reader, "RawExtension"));
            forms.put("io.k8s.apimachinery.pkg.api.resource.Quantity", (reader, decoder) -> quantity(reader));
            forms.put("io.k8s.apimachinery.pkg.util.intstr.IntOrString", (reader, decoder) -> intOrString(reader));
            forms.put(SCHEMAS + "JSON", (reader, decoder) -> json(reader, "JSON"));
            forms.put(SCHEMAS + "JSONSchemaPropsOrArray", Forms::schemaOrList);
            forms.put(SCHEMAS + "JSONSchemaPropsOrStringArray", Forms::schemaOrList);
            forms.put(SCHEMAS + "JSONSchemaPropsOrBool", Forms::schemaOrBoolean);
            return Map.copyOf(forms);
        }

        private static long[] numbers(WireReader reader, String message, String first, String second)
                throws MalformedProtobufException {
            long[] numbers = new long[2];
            while (reader.hasMore()) {
                Tag tag = Tag.read(reader, message);
                if (tag.number() <= 2) {
                    tag.check(tag.number() == 1 ? first : second, WireReader.VARINT);
                    numbers[tag.number() - 1] = reader.varint();
                } else {
                    reader.skip(tag.wireType());
                }
            }
            return numbers;
        }

        private static JsonNode json(WireReader reader, String message) throws MalformedProtobufException {
            byte[] raw = new byte[0];
            while (reader.hasMore()) {
                Tag tag = Tag.read(reader, message);
                if (tag.number() == 1) {
                    tag.check("Raw", WireReader.BYTES);
                    raw = reader.bytes();
                } else {
                    reader.skip(tag.wireType());
                }
            }
            try {
                return raw.length == 0 ? NullNode.instance : Json.read(raw);
            } catch (IOException e) {
                throw new MalformedProtobufException("proto: " + message + " holds no JSON");
            }
        }

        private static JsonNode quantity(WireReader reader) throws MalformedProtobufException {
            String text = "0";
            while (reader.hasMore()) {
                Tag tag = Tag.read(reader, "Quantity");
                if (tag.number() == 1) {
                    tag.check("String_", WireReader.BYTES);
                    text = reader.text();
                } else {
                    reader.skip(tag.wireType());
                }
            }
            return TextNode.valueOf(text.isEmpty() ? "0" : text);
        }

        private static JsonNode intOrString(WireReader reader) throws MalformedProtobufException {
            long type = 0;
            int number = 0;
            String text = "";
            while (reader.hasMore()) {
                Tag tag = Tag.read(reader, "IntOrString");
                switch (tag.number()) {
                    case 1 -> {
                        tag.check("Type", WireReader.VARINT);
                        type = reader.varint();
                    }
                    case 2 -> {
                        tag.check("IntVal", WireReader.VARINT);
                        number = (int) reader.varint();
                    }
                    case 3 -> {
                        tag.check("StrVal", WireReader.BYTES);
                        text = reader.text();
                    }
                    default -> reader.skip(tag.wireType());
                }
            }
            return type == 0 ? IntNode.valueOf(number) : TextNode.valueOf(text);
        }

        private static JsonNode schemaOrList(WireReader reader, MessageDecoder decoder)
                throws MalformedProtobufException {
            JsonNode schema = null;
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            while (reader.hasMore()) {
                Tag tag = Tag.read(reader, "JSONSchemaPropsOrArray");
                if (!Set.of(1, 2).contains(tag.number())) {
                    reader.skip(tag.wireType());
                    continue;
                }
                tag.check(tag.number() == 1 ? "Schema" : "JSONSchemas", WireReader.BYTES);
                if (tag.number() == 1) {
                    schema = decoder.value(reader.message(), SCHEMA);
                } else {
                    list.add(decoder.value(reader.message(), SCHEMA));
                }
            }
            return list.isEmpty() ? (schema == null ? NullNode.instance : schema) : list;
        }

        private static JsonNode schemaOrBoolean(WireReader reader, MessageDecoder decoder)
                throws MalformedProtobufException {
            JsonNode schema = null;
            boolean allows = false;
            while (reader.hasMore()) {
                Tag tag = Tag.read(reader, "JSONSchemaPropsOrBool");
                switch (tag.number()) {
                    case 1 -> {
                        tag.check("Allows", WireReader.VARINT);
                        allows = reader.varint() != 0;
                    }
                    case 2 -> {
                        tag.check("Schema", WireReader.BYTES);
                        schema = decoder.value(reader.message(), SCHEMA);
                    }
                    default -> reader.skip(tag.wireType());
                }
            }
            return schema == null ? BooleanNode.valueOf(allows) : schema;
        }
    }
}
