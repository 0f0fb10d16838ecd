package io.kubefed.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JSONPaths that printer columns use: fields, {@code [0]}, {@code [*]}, {@code ['a.b']} and {@code [?(@.type=="Ready")]}. A path
 * that is not understood finds nothing.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubectl/jsonpath/">JSONPath support</a>
 */
public final class JsonPath {

    private static final Pattern STEP = Pattern.compile(
            "\\.((?:\\\\.|[^.\\[\\\\])+)|\\[\\*\\]|\\[(-?\\d+)\\]|\\['([^']*)'\\]|\\[\\?\\(@((?:\\.[^=!\\s)]+)+)\\s*(==|!=)\\s*['\"]([^'\"]*)['\"]\\s*\\)\\]|\\.?\\.\\*");

    private final List<UnaryOperator<List<JsonNode>>> steps;

    private JsonPath(List<UnaryOperator<List<JsonNode>>> steps) {
        this.steps = steps;
    }

    /** Reads a path such as {@code .status.conditions[?(@.type=="Ready")].status}. */
    public static JsonPath parse(String path) {
        String text = path.startsWith("{") && path.endsWith("}") ? path.substring(1, path.length() - 1) : path;
        List<UnaryOperator<List<JsonNode>>> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int at = text.startsWith("$") ? 1 : 0;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                return new JsonPath(List.of(nodes -> List.of()));
            }
            steps.add(step(matcher));
            at = matcher.end();
        }
        return new JsonPath(steps);
    }

    private static UnaryOperator<List<JsonNode>> step(Matcher matcher) {
        if (matcher.group(1) != null) {
            return field(matcher.group(1).replaceAll("\\\\(.)", "$1"));
        }
        if (matcher.group(2) != null) {
            return index(Integer.parseInt(matcher.group(2)));
        }
        if (matcher.group(3) != null) {
            return field(matcher.group(3));
        }
        if (matcher.group(4) != null) {
            JsonPath of = parse(matcher.group(4));
            boolean equal = matcher.group(5).equals("==");
            String value = matcher.group(6);
            return each((node, found) -> node.forEach(item -> {
                if (item.isContainerNode() && of.texts(item).contains(value) == equal) {
                    found.add(item);
                }
            }));
        }
        return each((node, found) -> node.forEach(found::add));
    }

    private static UnaryOperator<List<JsonNode>> field(String name) {
        return each((node, found) -> add(found, node.path(name)));
    }

    private static UnaryOperator<List<JsonNode>> index(int at) {
        return each((node, found) -> add(found, node.path(at < 0 ? node.size() + at : at)));
    }

    private static void add(List<JsonNode> found, JsonNode node) {
        if (!node.isMissingNode() && !node.isNull()) {
            found.add(node);
        }
    }

    private interface Step {
        void from(JsonNode node, List<JsonNode> found);
    }

    private static UnaryOperator<List<JsonNode>> each(Step step) {
        return nodes -> {
            List<JsonNode> found = new ArrayList<>();
            nodes.forEach(node -> step.from(node, found));
            return found;
        };
    }

    /** What the path finds, in order; nulls are nothing. */
    public List<JsonNode> find(JsonNode object) {
        List<JsonNode> nodes = List.of(object);
        for (UnaryOperator<List<JsonNode>> step : steps) {
            nodes = step.apply(nodes);
        }
        return nodes;
    }

    /** What the path finds, as texts. */
    List<String> texts(JsonNode object) {
        return find(object).stream()
                .map(node -> node.isContainerNode() ? node.toString() : node.asText())
                .toList();
    }
}
