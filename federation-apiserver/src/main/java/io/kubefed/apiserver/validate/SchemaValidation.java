package io.kubefed.apiserver.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Cause;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the values of a custom object against the OpenAPI schema of its definition, in the words of kube-apiserver. What an update
 * leaves as it was is not held against it.
 *
 * <p>Types are checked by {@link FieldCheck}. Rules in CEL are not evaluated.
 */
public final class SchemaValidation {

    private final List<Cause> causes = new ArrayList<>();

    private SchemaValidation() {}

    /** What is wrong with an object; {@code live} is what it replaces, null on create. */
    public static List<Cause> causes(ObjectNode object, @Nullable ObjectNode live, JsonNode schema) {
        SchemaValidation validation = new SchemaValidation();
        validation.object(object, live, schema, "");
        return validation.causes;
    }

    private static boolean valid(JsonNode value, JsonNode schema) {
        SchemaValidation trial = new SchemaValidation();
        trial.value(value, null, schema, "");
        return trial.causes.isEmpty();
    }

    private void value(JsonNode value, @Nullable JsonNode old, JsonNode schema, String path) {
        if (value.isNull() || (old != null && Json.same(value, old))) {
            return;
        }
        anyValue(value, schema, path);
        if (value.isTextual()) {
            text(value.asText(), schema, path);
        } else if (value.isNumber()) {
            number(value, schema, path);
        } else if (value.isArray()) {
            array(value, old, schema, path);
        } else if (value instanceof ObjectNode object) {
            object(object, old, schema, path);
        }
        combinations(value, old, schema, path);
    }

    private void anyValue(JsonNode value, JsonNode schema, String path) {
        JsonNode allowed = schema.path("enum");
        if (!allowed.isArray()) {
            return;
        }
        List<String> shown = new ArrayList<>();
        for (JsonNode one : allowed) {
            if (Json.same(one, value)) {
                return;
            }
            shown.add(one.toString());
        }
        causes.add(new Cause(
                "FieldValueNotSupported",
                path,
                "Unsupported value: " + value + ": supported values: " + String.join(", ", shown)));
    }

    private void text(String text, JsonNode schema, String path) {
        int length = text.codePointCount(0, text.length());
        JsonNode most = schema.path("maxLength");
        JsonNode least = schema.path("minLength");
        if (most.isNumber() && length > most.asInt()) {
            causes.add(Cause.tooLong(path, most.asInt()));
        }
        if (least.isNumber() && length < least.asInt()) {
            invalid(path, Cause.quoted(text), "should be at least " + least.asInt() + " chars long");
        }
        String pattern = schema.path("pattern").asText("");
        if (!pattern.isEmpty() && !matches(pattern, text)) {
            invalid(path, Cause.quoted(text), "should match '" + pattern + "'");
        }
    }

    private static boolean matches(String pattern, String text) {
        try {
            return Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException e) {
            // Of another dialect: the definition was accepted, so its objects are.
            return true;
        }
    }

    private void number(JsonNode number, JsonNode schema, String path) {
        BigDecimal value = number.decimalValue();
        JsonNode least = schema.path("minimum");
        JsonNode most = schema.path("maximum");
        if (least.isNumber()) {
            int compared = value.compareTo(least.decimalValue());
            boolean exclusive = schema.path("exclusiveMinimum").asBoolean(false);
            if (compared < 0 || (exclusive && compared == 0)) {
                invalid(
                        path,
                        number.asText(),
                        "should be greater than " + (exclusive ? "" : "or equal to ") + least.asText());
            }
        }
        if (most.isNumber()) {
            int compared = value.compareTo(most.decimalValue());
            boolean exclusive = schema.path("exclusiveMaximum").asBoolean(false);
            if (compared > 0 || (exclusive && compared == 0)) {
                invalid(
                        path,
                        number.asText(),
                        "should be less than " + (exclusive ? "" : "or equal to ") + most.asText());
            }
        }
        JsonNode step = schema.path("multipleOf");
        if (step.isNumber()
                && step.decimalValue().signum() != 0
                && value.remainder(step.decimalValue()).signum() != 0) {
            invalid(path, number.asText(), "should be a multiple of " + step.asText());
        }
    }

    private void array(JsonNode array, @Nullable JsonNode old, JsonNode schema, String path) {
        JsonNode most = schema.path("maxItems");
        JsonNode least = schema.path("minItems");
        if (most.isNumber() && array.size() > most.asInt()) {
            causes.add(new Cause(
                    "FieldValueTooMany",
                    path,
                    "Too many: " + array.size() + ": must have at most " + most.asInt() + " items"));
        }
        if (least.isNumber() && array.size() < least.asInt()) {
            invalid(path, Integer.toString(array.size()), "should have at least " + least.asInt() + " items");
        }
        duplicates(array, schema, path);
        for (int i = 0; i < array.size(); i++) {
            value(array.get(i), old == null ? null : old.get(i), schema.path("items"), path + "[" + i + "]");
        }
    }

    private void duplicates(JsonNode array, JsonNode schema, String path) {
        String type = schema.path("x-kubernetes-list-type").asText("");
        if (!type.equals("set")
                && !type.equals("map")
                && !schema.path("uniqueItems").asBoolean(false)) {
            return;
        }
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode key = type.equals("map") ? key(array.get(i), schema) : array.get(i);
            if (!seen.add(key)) {
                causes.add(Cause.duplicate(path + "[" + i + "]", key.toString()));
            }
        }
    }

    private static JsonNode key(JsonNode item, JsonNode schema) {
        ObjectNode key = Json.object();
        for (JsonNode name : schema.path("x-kubernetes-list-map-keys")) {
            JsonNode value = item.get(name.asText());
            if (value != null) {
                key.set(name.asText(), value);
            }
        }
        return key;
    }

    private void object(ObjectNode object, @Nullable JsonNode old, JsonNode schema, String path) {
        for (JsonNode name : schema.path("required")) {
            if (!object.has(name.asText())) {
                causes.add(Cause.required(at(path, name.asText()), ""));
            }
        }
        JsonNode most = schema.path("maxProperties");
        if (most.isNumber() && object.size() > most.asInt()) {
            causes.add(new Cause(
                    "FieldValueTooMany",
                    path,
                    "Too many: " + object.size() + ": must have at most " + most.asInt() + " items"));
        }
        JsonNode least = schema.path("minProperties");
        if (least.isNumber() && object.size() < least.asInt()) {
            invalid(path, Integer.toString(object.size()), "should have at least " + least.asInt() + " properties");
        }
        JsonNode values = schema.path("additionalProperties");
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode of = schema.path("properties").path(member.getKey());
            value(
                    member.getValue(),
                    old == null ? null : old.get(member.getKey()),
                    of.isMissingNode() ? values : of,
                    at(path, member.getKey()));
        }
    }

    private void combinations(JsonNode value, @Nullable JsonNode old, JsonNode schema, String path) {
        schema.path("allOf").forEach(part -> value(value, old, part, path));
        JsonNode any = schema.path("anyOf");
        if (any.isArray() && count(value, any) == 0) {
            combined(path, "must validate at least one schema (anyOf)");
        }
        JsonNode one = schema.path("oneOf");
        if (one.isArray() && count(value, one) != 1) {
            combined(path, "must validate one and only one schema (oneOf)");
        }
        if (schema.path("not").isObject() && valid(value, schema.path("not"))) {
            combined(path, "must not validate the schema (not)");
        }
    }

    private static long count(JsonNode value, JsonNode schemas) {
        long count = 0;
        for (JsonNode schema : schemas) {
            count += valid(value, schema) ? 1 : 0;
        }
        return count;
    }

    private void combined(String path, String words) {
        causes.add(Cause.invalid(path, "\"\"", Cause.quoted(path) + " " + words));
    }

    private void invalid(String path, String value, String words) {
        causes.add(Cause.invalid(path, value, path + " in body " + words));
    }

    private static String at(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
