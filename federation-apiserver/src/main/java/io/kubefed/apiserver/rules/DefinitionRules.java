package io.kubefed.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * CustomResourceDefinitions: names are completed, and accepted at once, so that the type is served with the answer; its objects go
 * before it does.
 */
final class DefinitionRules implements TypeRules {

    private static final String APPROVED = "api-approved.kubernetes.io";
    private static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

    @Override
    public void create(ObjectNode object) {
        ObjectNode status = Json.childOrNew(object, "status");
        ArrayNode conditions = status.putArray("conditions");
        String now = Json.text(object, "metadata", "creationTimestamp");
        condition(conditions, "NamesAccepted", "NoConflicts", "no conflicts found", now);
        condition(conditions, "Established", "InitialNamesAccepted", "the initial names have been accepted", now);
        accept(object, status);
    }

    @Override
    public void update(ObjectNode live, ObjectNode object) {
        if (object.get("status") instanceof ObjectNode status) {
            ObjectNode next = status.deepCopy();
            accept(object, next);
            object.set("status", next);
        }
    }

    @Override
    public void fill(ObjectNode object) {
        ObjectNode spec = Json.childOrNew(object, "spec");
        ObjectNode names = Json.childOrNew(spec, "names");
        String kind = names.path("kind").asText("");
        if (names.path("singular").asText("").isEmpty()) {
            names.put("singular", kind.toLowerCase(Locale.ROOT));
        }
        if (names.path("listKind").asText("").isEmpty()) {
            names.put("listKind", kind + "List");
        }
        if (!spec.has("conversion")) {
            spec.putObject("conversion").put("strategy", "None");
        }
    }

    private static void condition(ArrayNode conditions, String type, String reason, String message, String now) {
        conditions
                .addObject()
                .put("lastTransitionTime", now)
                .put("message", message)
                .put("reason", reason)
                .put("status", "True")
                .put("type", type);
    }

    private static void accept(ObjectNode object, ObjectNode status) {
        JsonNode spec = object.path("spec");
        status.set("acceptedNames", spec.path("names").deepCopy());
        List<String> stored = new ArrayList<>();
        status.path("storedVersions").forEach(version -> stored.add(version.asText()));
        for (JsonNode version : spec.path("versions")) {
            String name = version.path("name").asText("");
            if (version.path("storage").asBoolean(false) && !stored.contains(name)) {
                stored.add(name);
            }
        }
        ArrayNode array = status.putArray("storedVersions");
        stored.forEach(array::add);
    }

    @Override
    public List<Cause> check(ObjectNode object, @Nullable ObjectNode live) {
        List<Cause> causes = new ArrayList<>();
        JsonNode spec = object.path("spec");
        String name = Json.text(object, "metadata", "name");
        if (!name.equals(Json.text(spec, "names", "plural") + "." + Json.text(spec, "group"))) {
            causes.add(
                    Cause.invalid("metadata.name", Cause.quoted(name), "must be spec.names.plural+\".\"+spec.group"));
        }
        String scope = Json.text(spec, "scope");
        if (!scope.equals("Namespaced") && !scope.equals("Cluster")) {
            causes.add(
                    scope.isEmpty()
                            ? Cause.required("spec.scope", "")
                            : Cause.unsupported("spec.scope", Cause.quoted(scope), "Cluster", "Namespaced"));
        }
        for (String field : List.of("plural", "kind")) {
            if (Json.text(spec, "names", field).isEmpty()) {
                causes.add(Cause.required("spec.names." + field, ""));
            }
        }
        checkVersions(spec.path("versions"), causes);
        checkApproval(object, Json.text(spec, "group"), causes);
        if (live != null) {
            checkUnchanged(live.path("spec"), spec, causes);
        }
        return causes;
    }

    private static void checkVersions(JsonNode versions, List<Cause> causes) {
        int storage = 0;
        for (int i = 0; i < versions.size(); i++) {
            JsonNode version = versions.get(i);
            storage += version.path("storage").asBoolean(false) ? 1 : 0;
            if (!version.path("schema").path("openAPIV3Schema").isObject()) {
                causes.add(Cause.required("spec.versions[" + i + "].schema.openAPIV3Schema", "schemas are required"));
            } else {
                // kube-apiserver moves the schema of a single version to a place of its own before it looks.
                String at = versions.size() == 1 ? "spec.validation" : "spec.versions[" + i + "].schema";
                causes.addAll(StructuralCheck.causes(
                        version.path("schema").path("openAPIV3Schema"), at + ".openAPIV3Schema"));
            }
        }
        if (storage != 1) {
            causes.add(Cause.invalid(
                    "spec.versions", versions.toString(), "must have exactly one version marked as storage version"));
        }
    }

    private static void checkApproval(ObjectNode object, String group, List<Cause> causes) {
        boolean isProtected = group.endsWith(".k8s.io") || group.endsWith(".kubernetes.io");
        String approval =
                object.path("metadata").path("annotations").path(APPROVED).asText("");
        if (isProtected && approval.isEmpty()) {
            causes.add(Cause.required(
                    "metadata.annotations[" + APPROVED + "]",
                    "protected groups must have approval annotation \"" + APPROVED
                            + "\", see https://github.com/kubernetes/enhancements/pull/1111"));
        }
    }

    private static void checkUnchanged(JsonNode live, JsonNode spec, List<Cause> causes) {
        for (String field : List.of("group", "scope")) {
            if (!live.path(field).equals(spec.path(field))) {
                causes.add(Cause.invalid("spec." + field, spec.path(field).toString(), "field is immutable"));
            }
        }
        if (!live.path("names").path("plural").equals(spec.path("names").path("plural"))) {
            causes.add(Cause.invalid(
                    "spec.names.plural", spec.path("names").path("plural").toString(), "field is immutable"));
        }
    }

    @Override
    public void beforeDelete(ObjectNode object) {
        ObjectNode metadata = Json.childOrNew(object, "metadata");
        ArrayNode finalizers =
                metadata.get("finalizers") instanceof ArrayNode array ? array : metadata.putArray("finalizers");
        for (JsonNode name : finalizers) {
            if (name.asText().equals(CLEANUP)) {
                return;
            }
        }
        finalizers.add(CLEANUP);
    }

    @Override
    public void terminate(ObjectNode object) {
        ObjectNode status = Json.childOrNew(object, "status");
        ArrayNode conditions =
                status.get("conditions") instanceof ArrayNode array ? array : status.putArray("conditions");
        condition(
                conditions,
                "Terminating",
                "InstanceDeletionPending",
                "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
                Json.text(object, "metadata", "deletionTimestamp"));
    }
}
