package io.kubefed.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.request.Cause;
import io.kubefed.apiserver.validate.MetadataCheck;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys, size, and {@code immutable}. */
final class ConfigMapRules implements TypeRules {

    private static final int BYTES = 1_048_576;

    @Override
    public List<Cause> check(ObjectNode object, @Nullable ObjectNode live) {
        List<Cause> causes = new ArrayList<>(MetadataCheck.dataKeys(object.path("data"), "data"));
        causes.addAll(MetadataCheck.dataKeys(object.path("binaryData"), "binaryData"));
        if (size(object.path("data")) + size(object.path("binaryData")) > BYTES) {
            causes.add(Cause.tooLong("[]", BYTES));
        }
        if (live != null) {
            causes.addAll(immutable(live, object, "data", "binaryData"));
        }
        return causes;
    }

    private static long size(JsonNode data) {
        long bytes = 0;
        for (JsonNode value : data) {
            bytes += value.asText("").getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }

    /** What may not change once {@code immutable} is set. */
    static List<Cause> immutable(ObjectNode live, ObjectNode object, String... fields) {
        if (!live.path("immutable").asBoolean(false)) {
            return List.of();
        }
        String words = "field is immutable when `immutable` is set";
        List<Cause> causes = new ArrayList<>();
        if (!object.path("immutable").asBoolean(false)) {
            causes.add(Cause.forbidden("immutable", words));
        }
        for (String field : fields) {
            if (!live.path(field).equals(object.path(field))) {
                causes.add(Cause.forbidden(field, words));
            }
        }
        return causes;
    }
}
