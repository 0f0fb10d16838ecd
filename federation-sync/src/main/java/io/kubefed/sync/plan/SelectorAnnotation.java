package io.kubefed.sync.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubefed.core.placement.ClusterSelector;
import io.kubefed.core.placement.Operator;
import io.kubefed.core.placement.Requirement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the v1 annotation: a JSON array of {@code {"key","operator","values"}}. */
final class SelectorAnnotation {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private SelectorAnnotation() {}

    /**
     * The selector of a template.
     *
     * @param value the annotation; null selects every member
     * @throws IllegalArgumentException if it is not valid; the message quotes it and says what to write instead
     */
    static ClusterSelector parse(@Nullable String value) {
        if (value == null) {
            return ClusterSelector.EVERYWHERE;
        }
        try {
            return new ClusterSelector(requirements(MAPPER.readTree(value)));
        } catch (JsonProcessingException e) {
            throw invalid(value, "it is not JSON: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            throw invalid(value, e.getMessage());
        }
    }

    private static List<Requirement> requirements(JsonNode array) {
        if (!array.isArray()) {
            throw new IllegalArgumentException("it is not an array");
        }
        List<Requirement> requirements = new ArrayList<>();
        for (JsonNode item : array) {
            requirements.add(new Requirement(
                    text(item, "key"), Operator.of(text(item, "operator")), values(item.path("values"))));
        }
        return requirements;
    }

    private static String text(JsonNode item, String field) {
        JsonNode value = item.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("an item has no \"" + field + "\"");
        }
        return value.textValue();
    }

    private static List<String> values(JsonNode array) {
        if (array.isMissingNode() || array.isNull()) {
            return List.of();
        }
        if (!array.isArray()) {
            throw new IllegalArgumentException("\"values\" is not an array");
        }
        List<String> values = new ArrayList<>();
        for (JsonNode value : array) {
            if (!value.isTextual()) {
                throw new IllegalArgumentException("a value is not a string: " + value);
            }
            values.add(value.textValue());
        }
        return values;
    }

    private static IllegalArgumentException invalid(String value, @Nullable String why) {
        return new IllegalArgumentException("annotation " + ClusterSelector.ANNOTATION + " is " + value + ": " + why
                + "; write it as [{\"key\":\"region\",\"operator\":\"in\",\"values\":[\"eu\"]}]");
    }
}
