package io.kubefed.e2e.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Replaces what time, chance and history make by what it is: uids, times, versions, ages, addresses, generated names. */
final class Normal {

    private static final Pattern UID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern MICRO_TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    private static final Pattern TIME = Pattern.compile("202[6-9]-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    private static final Pattern TOO_LARGE = Pattern.compile("(Too large resource version: \\d+, current: )\\d+");
    private static final Pattern TOO_OLD = Pattern.compile("(too old resource version: \\d+ )\\(\\d+\\)");
    private static final Pattern AGE = Pattern.compile("\\d+[smh]|\\d+m\\d+s|<invalid>");
    private static final Pattern ADDRESS = Pattern.compile("10\\.0\\.0\\.\\d+");
    private static final Pattern NODE_PORT = Pattern.compile("\\b3[0-2]\\d{3}\\b");
    private static final Pattern ETCD_PREFIX = Pattern.compile("Key: /\\S+?, ");

    private Normal() {}

    static JsonNode of(JsonNode tree) {
        return of("", tree);
    }

    private static JsonNode of(String name, JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            ObjectNode normal = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(member -> normal.set(member.getKey(), of(member.getKey(), member.getValue())));
            return withoutChance(normal);
        }
        if (tree instanceof ArrayNode array) {
            ArrayNode normal = JsonNodeFactory.instance.arrayNode();
            items(name, array).forEach(item -> normal.add(of(name, item)));
            return normal;
        }
        if (tree.isTextual()) {
            return TextNode.valueOf(text(name, tree.textValue()));
        }
        return name.equals("nodePort") && tree.asInt() >= 30_000 ? TextNode.valueOf("<node port>") : tree;
    }

    /** Owners stand in the order of their last writes, in whole seconds: which of two comes first is chance. */
    private static List<JsonNode> items(String name, ArrayNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        if (name.equals("managedFields")) {
            items.sort(Comparator.comparing(Normal::owner));
        }
        return items;
    }

    private static String owner(JsonNode entry) {
        return entry.path("manager").asText() + " " + entry.path("operation").asText() + " "
                + entry.path("subresource").asText() + " "
                + entry.path("apiVersion").asText();
    }

    /** A generated name ends in chance. */
    private static ObjectNode withoutChance(ObjectNode metadata) {
        String prefix = metadata.path("generateName").asText("");
        if (!prefix.isEmpty() && metadata.path("name").asText("").startsWith(prefix)) {
            metadata.put("name", prefix + "<chance>");
        }
        return metadata;
    }

    private static String text(String name, String text) {
        if (name.equals("resourceVersion") && text.matches("\\d{2,}")) {
            return "<version>";
        }
        if (name.equals("continue") && !text.isEmpty()) {
            return "<token>";
        }
        if (name.equals("cells") && AGE.matcher(text).matches()) {
            return "<age>";
        }
        return words(text);
    }

    /** The same in running text. */
    static String words(String text) {
        String normal = UID.matcher(text).replaceAll("<uid>");
        normal = MICRO_TIME.matcher(normal).replaceAll("<micro time>");
        normal = TIME.matcher(normal).replaceAll("<time>");
        normal = TOO_LARGE.matcher(normal).replaceAll("$1<version>");
        normal = TOO_OLD.matcher(normal).replaceAll("$1(<version>)");
        normal = ETCD_PREFIX.matcher(normal).replaceAll("Key: <key>, ");
        normal = NODE_PORT.matcher(normal).replaceAll("<node port>");
        return ADDRESS.matcher(normal).replaceAll("<address>");
    }
}
