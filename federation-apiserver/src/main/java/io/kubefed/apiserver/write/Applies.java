package io.kubefed.apiserver.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.ownership.ConflictException;
import io.kubefed.apiserver.ownership.FieldManagement;
import io.kubefed.apiserver.ownership.InvalidApplyException;
import io.kubefed.apiserver.request.Cause;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.scale.Scale;
import io.kubefed.apiserver.storage.Stored;
import io.kubefed.core.model.ResourceType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Server-side apply around {@link FieldManagement}: its body, its preconditions, and what a sub-resource leaves of it. */
final class Applies {

    private static final List<String> RESET = List.of(
            "uid",
            "resourceVersion",
            "creationTimestamp",
            "generation",
            "selfLink",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "managedFields");

    private final Births births;

    Applies(Births births) {
        this.births = births;
    }

    /**
     * Reads the body.
     *
     * @throws Refusal if it is no object of this type and name
     */
    ObjectNode body(Request request, Target target) {
        ResourceType type = Bodies.bodyType(target);
        ObjectNode applied = Bodies.applied(request, type);
        checkType(applied, type);
        if (applied.path("metadata").has("managedFields")) {
            throw Refusal.badRequest("metadata.managedFields must be nil");
        }
        Preconditions.checkIdentity(target, applied);
        return applied;
    }

    private static void checkType(ObjectNode applied, ResourceType type) {
        String kind = Json.text(applied, "kind");
        String apiVersion = Json.text(applied, "apiVersion");
        if (!kind.equals(type.kind()) || !apiVersion.equals(type.apiVersion())) {
            throw Refusal.badRequest("invalid object type: "
                    + (apiVersion.contains("/") ? apiVersion : "/" + apiVersion) + ", Kind=" + kind);
        }
    }

    /** The stored object with what is applied, and its managedFields; the stored content itself if nothing changes. */
    ObjectNode onto(Write write, Stored found, ObjectNode applied) {
        Target target = write.target();
        String version = Json.text(applied, "metadata", "resourceVersion");
        if (!version.isEmpty() && !version.equals(Long.toString(found.revision()))) {
            throw Refusal.modified(target.subject());
        }
        checkUid(target, found.content(), applied);
        ObjectNode merged = merge(write, found.content(), applied);
        return Json.same(merged, found.content()) ? found.content() : merged;
    }

    /** What admission made of a merged object, which the applier owns as if it had been written by an update. */
    ObjectNode owned(Write write, ObjectNode merged, ObjectNode admitted) {
        return admitted == merged || Json.same(merged, admitted)
                ? merged
                : FieldManagement.update(
                                merged, admitted, write.target().resource().schema(), write.manager(), births.now())
                        .deepCopy();
    }

    private static void checkUid(Target target, ObjectNode live, ObjectNode applied) {
        JsonNode uid = applied.path("metadata").path("uid");
        if (!uid.asText("").isEmpty() && !uid.equals(live.path("metadata").path("uid"))) {
            Cause cause = Cause.invalid("metadata.uid", Bodies.shown(uid), "field is immutable");
            throw Refusal.invalid(target.subject(), List.of(cause, cause));
        }
    }

    /** The object that an apply creates, with its managedFields. */
    ObjectNode ontoNothing(Write write, ObjectNode applied) {
        if (Json.text(applied, "metadata", "name").isEmpty()) {
            throw Refusal.badRequest("the name of the object (" + write.target().name()
                    + " based on URL) was undeterminable: name must be provided");
        }
        String uid = Json.text(applied, "metadata", "uid");
        if (!uid.isEmpty()) {
            throw Refusal.conflict(
                    write.target().subject(),
                    "uid mismatch: the provided object specified uid " + uid + ", and no existing object was found");
        }
        return merge(write, null, applied);
    }

    private ObjectNode merge(Write write, @Nullable ObjectNode live, ObjectNode applied) {
        Target target = write.target();
        try {
            return FieldManagement.apply(
                            live,
                            reset(target, applied),
                            target.resource().schema(),
                            write.manager(),
                            write.options().force(),
                            births.now())
                    .deepCopy();
        } catch (ConflictException conflict) {
            throw Refusal.applyConflict(
                    String.valueOf(conflict.getMessage()),
                    conflict.causes().stream()
                            .map(cause -> new Cause(cause.reason(), cause.field(), cause.message()))
                            .toList());
        } catch (InvalidApplyException invalid) {
            ResourceType type = target.resource().type();
            throw Refusal.withoutReason("failed to create typed patch object ("
                    + Json.text(applied, "metadata", "namespace") + "/" + Json.text(applied, "metadata", "name") + "; "
                    + type.group() + "/" + type.version() + ", Kind=" + type.kind() + "): " + invalid.getMessage());
        }
    }

    /** An applied scale, as what it says of the object. */
    private static ObjectNode scaled(Target target, ObjectNode applied) {
        ResourceType type = target.resource().type();
        ObjectNode object = Json.object().put("kind", type.kind()).put("apiVersion", type.apiVersion());
        object.putObject("metadata").put("name", target.name()).put("namespace", target.namespace());
        JsonNode wanted = applied.path("spec").path("replicas");
        if (wanted.isNumber()) {
            Scale.of(target.resource()).put(object, wanted.asInt());
        }
        return object;
    }

    /** The body without what this endpoint does not let a client own. */
    private static ObjectNode reset(Target target, ObjectNode applied) {
        if (target.subresource().equals("scale")) {
            return scaled(target, applied);
        }
        ObjectNode rest = applied.deepCopy();
        ObjectNode metadata = Metadata.of(rest);
        metadata.remove(RESET);
        metadata.put("name", target.name());
        if (!target.namespace().isEmpty()) {
            metadata.put("namespace", target.namespace());
        }
        if (target.subresource().equals("status")) {
            rest.retain(List.of("kind", "apiVersion", "metadata", "status"));
            Metadata.of(rest).retain(List.of("name", "namespace"));
        } else if (target.resource().has("status")) {
            rest.remove("status");
        }
        return rest;
    }
}
