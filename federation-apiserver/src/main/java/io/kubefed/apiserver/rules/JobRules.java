package io.kubefed.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Cause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Job selects its Pods by its own uid, and its template does not change. */
final class JobRules implements TypeRules {

    private static final String UID = "batch.kubernetes.io/controller-uid";
    private static final String NAME = "batch.kubernetes.io/job-name";

    @Override
    public void fill(ObjectNode object) {
        ObjectNode spec = Json.childOrNew(object, "spec");
        if (!spec.has("completions") && !spec.has("parallelism")) {
            spec.put("completions", 1);
        }
        spec.put("parallelism", spec.path("parallelism").asInt(1));
        spec.put("backoffLimit", spec.path("backoffLimit").asInt(6));
        spec.put("completionMode", spec.path("completionMode").asText("NonIndexed"));
        spec.put("suspend", spec.path("suspend").asBoolean(false));
        spec.put("podReplacementPolicy", spec.path("podReplacementPolicy").asText("TerminatingOrFailed"));
        spec.put("manualSelector", spec.path("manualSelector").asBoolean(false));
    }

    @Override
    public void create(ObjectNode object) {
        ObjectNode spec = Json.childOrNew(object, "spec");
        if (spec.path("manualSelector").asBoolean()) {
            return;
        }
        ObjectNode metadata = Json.childOrNew(object, "metadata");
        String uid = metadata.path("uid").asText("");
        String name = metadata.path("name").asText("");
        Json.childOrNew(Json.childOrNew(spec, "selector"), "matchLabels").put(UID, uid);
        label(metadata, uid, name);
        label(Json.childOrNew(Json.childOrNew(spec, "template"), "metadata"), uid, name);
    }

    private static void label(ObjectNode metadata, String uid, String name) {
        Json.childOrNew(metadata, "labels")
                .put(UID, uid)
                .put(NAME, name)
                .put("controller-uid", uid)
                .put("job-name", name);
    }

    @Override
    public List<Cause> check(ObjectNode object, @Nullable ObjectNode live) {
        List<Cause> causes = new ArrayList<>();
        JsonNode spec = object.path("spec");
        String restart = Json.text(spec, "template", "spec", "restartPolicy");
        if (!restart.equals("OnFailure") && !restart.equals("Never")) {
            causes.add(
                    Cause.unsupported("spec.template.spec.restartPolicy", Cause.quoted(restart), "OnFailure", "Never"));
        }
        if (live != null) {
            boolean suspended = live.path("spec").path("suspend").asBoolean(false);
            for (String field : List.of("completions", "selector", "template", "completionMode", "podFailurePolicy")) {
                boolean changed = !Json.same(live.path("spec").path(field), spec.path(field));
                if (changed && !(field.equals("template") && suspended)) {
                    causes.add(Cause.invalid("spec." + field, spec.path(field).toString(), "field is immutable"));
                }
            }
        }
        return causes;
    }
}
