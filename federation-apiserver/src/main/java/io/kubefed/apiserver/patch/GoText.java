package io.kubefed.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** JSON values as messages of kube-apiserver show them: {@code map[a:1 l:[x y]]}. */
final class GoText {

    private GoText() {}

    static String of(JsonNode value) {
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

    /** What Go's JSON decoder calls a value that it did not expect. */
    static String kind(JsonNode value) {
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
