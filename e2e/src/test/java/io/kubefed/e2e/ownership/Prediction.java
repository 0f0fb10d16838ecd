package io.kubefed.e2e.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.ownership.ConflictException;
import io.kubefed.apiserver.ownership.FieldManagement;
import io.kubefed.apiserver.ownership.FieldManager;
import io.kubefed.apiserver.ownership.InvalidApplyException;
import io.kubefed.apiserver.patch.JsonPatch;
import io.kubefed.apiserver.patch.MergePatch;
import io.kubefed.apiserver.patch.StrategicMergePatch;
import io.kubefed.apiserver.type.CanonicalForm;
import io.kubefed.core.error.ApiStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code federation-apiserver} makes of a step, given what the real server had before it.
 *
 * <p>An apply is computed from its body. Another write is recorded from what the real server stored, because defaults and what a
 * handler resets are not this test's subject; what its patch makes of the object is compared as well.
 */
final class Prediction {

    private final Kind kind;
    private final Step step;
    private final @Nullable ObjectNode before;
    private final JsonNode body;

    Prediction(Kind kind, Step step, @Nullable ObjectNode before, JsonNode body) {
        this.kind = kind;
        this.step = step;
        this.before = before;
        this.body = body;
    }

    /** Checks what the real server refused. */
    void checkRefusal(ApiStatus status) {
        if (!step.verb().applies()) {
            return;
        }
        if (status.code() == 409) {
            assertThat(catchConflict()).isNotNull().satisfies(conflict -> {
                assertThat(lines(conflict.getMessage())).isEqualTo(lines(status.message()));
                assertThat(conflict.causes()).containsExactlyInAnyOrderElementsOf(status.causes());
            });
        } else if (status.code() == 500) {
            assertThat(catchInvalid())
                    .isNotNull()
                    .satisfies(invalid -> assertThat(status.message()).endsWith("): " + invalid.getMessage()));
        }
    }

    private static List<String> lines(String message) {
        return Arrays.stream(message.split("[\n ]", -1)).sorted().toList();
    }

    private @Nullable ConflictException catchConflict() {
        try {
            apply(Instant.EPOCH);
            return null;
        } catch (ConflictException e) {
            return e;
        }
    }

    private @Nullable InvalidApplyException catchInvalid() {
        try {
            apply(Instant.EPOCH);
            return null;
        } catch (InvalidApplyException e) {
            return e;
        }
    }

    /** Checks what the real server did. */
    void check(ObjectNode after) {
        Instant now = newest(after);
        if (step.verb().applies()) {
            ObjectNode applied = apply(now);
            assertThat(entries(applied)).isEqualTo(entries(after));
            Values.compare(before, withoutWriteOnly(applied), after, hasDefaults());
            return;
        }
        assertThat(entries(update(after, now))).isEqualTo(entries(after));
        if (before != null && step.subresource().isEmpty()) {
            patched()
                    .ifPresent(ours ->
                            Values.compare(before, CanonicalForm.of(ours, kind.schema()), after, hasDefaults()));
        }
    }

    private boolean hasDefaults() {
        return kind == Kind.DEPLOYMENT || kind == Kind.WIDGET;
    }

    /** A Secret's stringData goes into its data. */
    private ObjectNode withoutWriteOnly(ObjectNode applied) {
        JsonNode strings = applied.path("stringData");
        if (kind != Kind.SECRET || !strings.isObject()) {
            return applied;
        }
        ObjectNode less = applied.deepCopy();
        less.remove("stringData");
        if (less.path("data") instanceof ObjectNode data) {
            strings.fieldNames().forEachRemaining(data::remove);
        }
        return less;
    }

    private ObjectNode apply(Instant now) {
        return FieldManagement.apply(before, applied(), kind.schema(), manager(), step.verb() == Step.Verb.FORCE, now);
    }

    /** The body without what the endpoint resets. */
    private ObjectNode applied() {
        ObjectNode applied = ((ObjectNode) body).deepCopy();
        if (step.subresource().equals("status")) {
            applied.retain("apiVersion", "kind", "metadata", "status");
            applied.withObject("/metadata").retain("name", "namespace");
        } else if (step.subresource().equals("scale")) {
            JsonNode replicas = applied.at("/spec/replicas");
            applied.put("apiVersion", kind.type().apiVersion())
                    .put("kind", kind.type().kind());
            applied.remove("spec");
            if (!replicas.isMissingNode()) {
                applied.putObject("spec").set(kind == Kind.WIDGET ? "size" : "replicas", replicas);
            }
        } else if (kind.hasStatus()) {
            applied.remove("status");
        }
        return applied;
    }

    private ObjectNode update(ObjectNode after, Instant now) {
        ObjectNode changed = after.deepCopy();
        changed.withObject("/metadata").remove("managedFields");
        JsonNode wish = patched().map(JsonNode.class::cast).orElse(body).at("/metadata/managedFields");
        if (!wish.isMissingNode()) {
            changed.withObject("/metadata").set("managedFields", wish);
        }
        if (before == null) {
            forgetAllocated(changed);
        }
        return FieldManagement.update(before, changed, kind.schema(), manager(), now);
    }

    private void forgetAllocated(ObjectNode changed) {
        for (String pointer : kind.allocated) {
            if (body.at(pointer).isMissingNode() && changed.at("/spec") instanceof ObjectNode spec) {
                spec.remove(pointer.substring("/spec/".length()));
            }
        }
    }

    private Optional<ObjectNode> patched() {
        if (before == null) {
            return Optional.empty();
        }
        return switch (step.verb()) {
            case MERGE -> Optional.of(MergePatch.apply(before, body));
            case JSON -> Optional.of(JsonPatch.apply(before, body));
            case STRATEGIC -> Optional.of(StrategicMergePatch.apply(before, body, kind.schema()));
            default -> Optional.empty();
        };
    }

    private FieldManager manager() {
        return new FieldManager(step.manager(), kind.type().apiVersion(), step.subresource());
    }

    private static JsonNode entries(ObjectNode object) {
        JsonNode entries = object.at("/metadata/managedFields");
        return entries.isMissingNode() ? JsonNodeFactory.instance.arrayNode() : entries;
    }

    /** The real server's clock, as far as it shows. */
    private static Instant newest(ObjectNode object) {
        Instant newest = Instant.EPOCH;
        for (JsonNode entry : (ArrayNode) entries(object)) {
            Instant time = entry.has("time") ? Instant.parse(entry.get("time").asText()) : Instant.EPOCH;
            newest = time.isAfter(newest) ? time : newest;
        }
        return newest;
    }
}
