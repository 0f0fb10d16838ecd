package io.kubefed.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import java.util.Set;

/** A namespace carries its name as a label, and goes when its {@code spec.finalizers} are empty. */
final class NamespaceRules implements TypeRules {

    private static final String NAME_LABEL = "kubernetes.io/metadata.name";
    private static final Set<String> GUARDED = Set.of("default", "kube-system", "kube-public");

    @Override
    public void fill(ObjectNode object) {
        ObjectNode metadata = Json.childOrNew(object, "metadata");
        Json.childOrNew(metadata, "labels")
                .put(NAME_LABEL, metadata.path("name").asText());
    }

    @Override
    public void create(ObjectNode object) {
        ObjectNode spec = Json.childOrNew(object, "spec");
        if (spec.path("finalizers").isEmpty()) {
            spec.putArray("finalizers").add("kubernetes");
        }
        Json.childOrNew(object, "status").put("phase", "Active");
    }

    @Override
    public void update(ObjectNode live, ObjectNode object) {
        JsonNode spec = live.get("spec");
        if (spec != null) {
            object.set("spec", spec);
        }
    }

    @Override
    public boolean released(ObjectNode object) {
        return TypeRules.super.released(object)
                && object.path("spec").path("finalizers").isEmpty();
    }

    @Override
    public void terminate(ObjectNode object) {
        Json.childOrNew(object, "metadata").remove("deletionGracePeriodSeconds");
        Json.childOrNew(object, "status").put("phase", "Terminating");
    }

    @Override
    public String guards(String name) {
        return GUARDED.contains(name) ? "this namespace may not be deleted" : "";
    }
}
