package io.kubefed.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.type.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The columns of one type, and the cells of its objects. */
public final class Columns {

    private static final String LAST_SCHEDULE = ".status.lastScheduleTime";
    private static final String AGE_PATH = ".metadata.creationTimestamp";
    private static final Column NAME = new Column(
            "Name",
            "string",
            "name",
            "Name must be unique within a namespace. Is required when creating resources, although some resources may"
                    + " allow a client to request the generation of an appropriate name automatically.",
            0,
            ".metadata.name");
    private static final String AGE_WORDS =
            "CreationTimestamp is a timestamp representing the server time when this object was created.";
    private static final Pattern ONE_PART = Pattern.compile("\\{[^}]*\\}");
    private static final Pattern PART = Pattern.compile("\\{([^}]*)\\}");

    private final Resource resource;
    private final List<Column> columns;

    /** The columns of a type: its own behind the name, or name and age. */
    public Columns(Resource resource) {
        this.resource = resource;
        List<Column> all = new ArrayList<>(resource.info().columns());
        if (all.isEmpty()) {
            all.add(new Column("Age", resource.custom() ? "date" : "string", "", AGE_WORDS, 0, AGE_PATH));
        }
        if (all.stream().noneMatch(column -> column.name().equals("Name"))) {
            all.add(0, NAME);
        }
        this.columns = List.copyOf(all);
    }

    /** The {@code columnDefinitions} of a table. */
    public ArrayNode definitions() {
        ArrayNode definitions = JsonNodeFactory.instance.arrayNode();
        for (Column column : columns) {
            definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.format())
                    .put("description", column.description())
                    .put("priority", column.priority());
        }
        return definitions;
    }

    /** The cells of one object. */
    public ArrayNode cells(ObjectNode object, Instant now) {
        ArrayNode cells = JsonNodeFactory.instance.arrayNode();
        columns.forEach(column -> cells.add(cell(column, object, now)));
        return cells;
    }

    private JsonNode cell(Column column, ObjectNode object, Instant now) {
        if (column.path().isEmpty()) {
            return OwnCells.of(resource, column.name(), object, now);
        }
        if (column.path().contains("}") && column.path().contains("{")) {
            return templateCell(column, template(column.path(), object));
        }
        List<JsonNode> found = JsonPath.parse(column.path()).find(object);
        if (isAge(column)) {
            return found.isEmpty()
                    ? TextNode.valueOf(column.path().equals(LAST_SCHEDULE) ? "<none>" : Age.UNKNOWN)
                    : TextNode.valueOf(Age.of(found.get(0).asText(), now));
        }
        return resource.custom() ? customCell(column, found) : builtInCell(column, found);
    }

    /** Built-in dates are told as they are, those of custom types as ages. */
    private boolean isAge(Column column) {
        return (resource.custom() && column.type().equals("date"))
                || column.name().equals("Age")
                || column.path().equals(LAST_SCHEDULE);
    }

    private static JsonNode customCell(Column column, List<JsonNode> found) {
        if (found.isEmpty()) {
            return NullNode.getInstance();
        }
        JsonNode first = found.get(0);
        return switch (column.type()) {
            case "integer" ->
                first.isNumber() ? JsonNodeFactory.instance.numberNode(first.asLong()) : NullNode.getInstance();
            case "number" -> first.isNumber() ? first : NullNode.getInstance();
            case "boolean" -> first.isBoolean() ? first : NullNode.getInstance();
            default -> TextNode.valueOf(first.isContainerNode() ? first.toString() : first.asText());
        };
    }

    private static JsonNode builtInCell(Column column, List<JsonNode> found) {
        if (column.type().equals("integer")) {
            return found.isEmpty() ? JsonNodeFactory.instance.numberNode(0) : found.get(0);
        }
        if (found.isEmpty()) {
            return TextNode.valueOf("<none>");
        }
        return TextNode.valueOf(String.join(
                ",",
                found.stream()
                        .map(node -> node.isContainerNode() ? node.toString() : node.asText())
                        .toList()));
    }

    private static JsonNode templateCell(Column column, String text) {
        // One number alone stays a number, whatever the column says.
        return ONE_PART.matcher(column.path()).matches() && text.matches("-?\\d{1,18}")
                ? JsonNodeFactory.instance.numberNode(Long.parseLong(text))
                : TextNode.valueOf(text);
    }

    private static String template(String text, ObjectNode object) {
        Matcher part = PART.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (part.find()) {
            List<JsonNode> found = JsonPath.parse(part.group(1)).find(object);
            part.appendReplacement(
                    filled,
                    Matcher.quoteReplacement(
                            found.isEmpty() ? "0" : found.get(0).asText()));
        }
        return part.appendTail(filled).toString();
    }
}
