package io.kubefed.apiserver.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Target;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Cause;
import io.kubefed.apiserver.request.Refusal;
import java.util.List;
import java.util.Set;

/** Whether what a client sent can be meant for the object that it is sent to. */
final class Preconditions {

    private static final Set<String> VERSION_NEEDED = Set.of(
            "leases.coordination.k8s.io",
            "poddisruptionbudgets.policy",
            "mutatingwebhookconfigurations.admissionregistration.k8s.io",
            "validatingwebhookconfigurations.admissionregistration.k8s.io");

    private Preconditions() {}

    /** A POST names no version and, if any, the namespace of its path. */
    static void checkNew(Target target, ObjectNode sent) {
        String version = Json.text(sent, "metadata", "resourceVersion");
        if (!version.isEmpty() && !version.equals("0")) {
            throw Refusal.withoutReason("resourceVersion should not be set on objects to be created");
        }
        checkNamespace(target, sent);
    }

    private static void checkNamespace(Target target, ObjectNode sent) {
        String namespace = Json.text(sent, "metadata", "namespace");
        if (!namespace.isEmpty() && !namespace.equals(target.namespace())) {
            throw Refusal.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    /** A PUT names the object of its path. */
    static void checkReplacement(Target target, ObjectNode sent) {
        String name = Json.text(sent, "metadata", "name");
        if (name.isEmpty()) {
            throw Refusal.badRequest("the name of the object (" + target.name()
                    + " based on URL) was undeterminable: name must be provided");
        }
        checkIdentity(target, sent);
    }

    /** The replacement, which is meant for the object that is there. */
    static ObjectNode sameUid(Target target, ObjectNode live, ObjectNode sent) {
        String meant = Json.text(sent, "metadata", "uid");
        String present = Json.text(live, "metadata", "uid");
        if (!meant.isEmpty() && !meant.equals(present)) {
            throw Refusal.conflict(
                    target.subject(),
                    "StorageError: invalid object, Code: 4, Key: /registry" + target.key()
                            + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: "
                            + meant + ", UID in object meta: " + present);
        }
        return sent;
    }

    /** An object, if it has a name and a namespace, has those of its path. */
    static void checkIdentity(Target target, ObjectNode sent) {
        String name = Json.text(sent, "metadata", "name");
        if (!name.isEmpty() && !name.equals(target.name())) {
            throw Refusal.badRequest(
                    "the name of the object (" + name + ") does not match the name on the URL (" + target.name() + ")");
        }
        checkNamespace(target, sent);
    }

    /** The edit, whose outcome is still an object of its type and name. */
    static Edit patched(Target target, Edit edit) {
        return live -> {
            ObjectNode edited = edit.of(live);
            for (String field : List.of("kind", "apiVersion")) {
                if (!Json.text(edited, field).equals(Json.text(live, field))) {
                    throw Refusal.invalidPatch(
                            Cause.invalid("patch", Cause.quoted(edited.toString()), "the patch changes the " + field));
                }
            }
            checkIdentity(target, edited);
            return edited;
        };
    }

    /** The version and the uid that a client names are those of the object. */
    static void checkVersion(Target target, ObjectNode live, ObjectNode edited) {
        String version = Json.text(edited, "metadata", "resourceVersion");
        if (version.isEmpty() || version.equals("0")) {
            if (target.resource().custom()
                    || VERSION_NEEDED.contains(target.resource().groupResource())) {
                throw Refusal.invalid(
                        target.subject(),
                        List.of(Cause.invalid("metadata.resourceVersion", "0", "must be specified for an update")));
            }
            return;
        }
        if (!version.chars().allMatch(Character::isDigit)) {
            throw Refusal.withoutReason("strconv.ParseUint: parsing " + Cause.quoted(version) + ": invalid syntax");
        }
        if (!version.equals(Json.text(live, "metadata", "resourceVersion"))) {
            throw Refusal.modified(target.subject());
        }
    }
}
