package io.kubefed.informers.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** JSON that is as strange as JSON may be: escapes and brackets in names and strings of all lengths, any order, any depth. */
final class RandomJson {

    private static final String[] PIECES = {
        "a",
        "metadata",
        "\"",
        "\\",
        "\\\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\n",
        "\t",
        "\u0001",
        "é",
        "😀",
        "k:{\"ip\":\"10.1.2.3\"}",
        "01234567"
    };

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Random random;

    RandomJson(long seed) {
        this.random = new Random(seed);
    }

    int number(int bound) {
        return random.nextInt(bound);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    JsonNode value(int depth) {
        return switch (random.nextInt(depth > 3 ? 5 : 7)) {
            case 0 -> NODES.textNode(text());
            case 1 -> NODES.numberNode(random.nextLong());
            case 2 -> NODES.numberNode(random.nextDouble());
            case 3 -> NODES.booleanNode(random.nextBoolean());
            case 4 -> NODES.nullNode();
            case 5 -> array(depth);
            default -> object(depth);
        };
    }

    private ArrayNode array(int depth) {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(value(depth + 1));
        }
        return array;
    }

    ObjectNode object(int depth) {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            object.set("x" + text(), value(depth + 1));
        }
        return object;
    }

    /** An object of Kubernetes with this name and what else may come, in any order. */
    ObjectNode kubernetesObject(String name) {
        ObjectNode metadata = object(1);
        metadata.put("name", name);
        metadata.put("namespace", text());
        metadata.put("uid", text());
        metadata.put("resourceVersion", Integer.toString(random.nextInt(1_000_000)));
        metadata.put("generation", random.nextInt(100));
        metadata.set("labels", object(2).put("federation.kubefed.io/owner", text()));
        metadata.set("annotations", object(2).put("federation.kubefed.io/applied", text()));
        metadata.set(
                "deletionTimestamp", random.nextBoolean() ? NODES.nullNode() : NODES.textNode("2026-01-01T00:00:00Z"));
        metadata.set(
                "managedFields",
                NODES.arrayNode().add(managed("me", "Apply", 1)).add(managed("rival", "Update", 2)));
        ObjectNode whole = object(0);
        whole.set("metadata", shuffled(metadata));
        whole.set("status", object(1));
        return shuffled(whole);
    }

    private ObjectNode managed(String manager, String operation, int second) {
        ObjectNode entry = NODES.objectNode();
        entry.put("manager", manager).put("operation", operation).put("apiVersion", "v" + text());
        entry.put("time", "2026-01-01T00:00:0" + second + "Z");
        entry.set("fieldsV1", object(1));
        return shuffled(entry);
    }

    ObjectNode shuffled(ObjectNode object) {
        List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(object.properties());
        Collections.shuffle(fields, random);
        ObjectNode other = NODES.objectNode();
        fields.forEach(field -> other.set(field.getKey(), field.getValue()));
        return other;
    }

    /** Cuts bytes into pieces of any size. */
    List<byte[]> cut(byte[] bytes) {
        List<byte[]> pieces = new ArrayList<>();
        int most = 1 + random.nextInt(bytes.length);
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(most));
            pieces.add(java.util.Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return pieces;
    }
}
