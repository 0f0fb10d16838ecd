package io.kubefed.apiserver.type;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** JSON values as messages of kube-apiserver show them: {@code map[a:1 l:[x y]]}. */
public final class GoText {

    private GoText() {}

    /** The value. */
    public static String of(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> {
                TreeMap<String, JsonNode> sorted = new TreeMap<>();
                value.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
                List<String> members = new ArrayList<>();
                sorted.forEach((name, member) -> members.add(name + ":" + of(member)));
                yield "map[" + String.join(" ", members) + "]";
            }
            case ARRAY -> {
                List<String> items = new ArrayList<>();
                value.forEach(item -> items.add(of(item)));
                yield "[" + String.join(" ", items) + "]";
            }
            case NULL -> "<nil>";
            default -> value.asText();
        };
    }

    /** The value as Go would write it in source: {@code map[string]interface {}{"a":1}}. */
    public static String syntax(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> {
                TreeMap<String, JsonNode> sorted = new TreeMap<>();
                value.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
                List<String> members = new ArrayList<>();
                sorted.forEach((name, member) -> members.add("\"" + name + "\":" + syntax(member)));
                yield type(value) + "{" + String.join(", ", members) + "}";
            }
            case ARRAY -> {
                List<String> items = new ArrayList<>();
                value.forEach(item -> items.add(syntax(item)));
                yield type(value) + "{" + String.join(", ", items) + "}";
            }
            case NULL -> "interface {}(nil)";
            default -> value.toString();
        };
    }

    /** The Go type of a decoded value. */
    public static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "map[string]interface {}";
            case ARRAY -> "[]interface {}";
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
            default -> "<nil>";
        };
    }

    /** What Go's JSON decoder calls a value that it did not expect. */
    public static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "bool";
            case OBJECT -> "object";
            default -> "null";
        };
    }
}
