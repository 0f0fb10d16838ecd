package io.kubefed.apiserver.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;

/** Types that have nothing of their own but defaults that depend on more than their place. */
final class FillRules {

    private static final String RBAC = "rbac.authorization.k8s.io";

    /** Who a role is bound to, and the role itself, are of a group. */
    static final TypeRules ROLE_BINDING = new TypeRules() {
        @Override
        public void fill(ObjectNode object) {
            setIfEmpty(Json.childOrNew(object, "roleRef"));
            for (JsonNode subject : object.path("subjects")) {
                if (subject instanceof ObjectNode of
                        && !of.path("kind").asText("").equals("ServiceAccount")) {
                    setIfEmpty(of);
                }
            }
        }

        private void setIfEmpty(ObjectNode reference) {
            if (reference.path("apiGroup").asText("").isEmpty()) {
                reference.put("apiGroup", RBAC);
            }
        }
    };

    /** What is not requested is requested as much as the limit. */
    static final TypeRules LIMIT_RANGE = new TypeRules() {
        @Override
        public void fill(ObjectNode object) {
            for (JsonNode limit : object.path("spec").path("limits")) {
                if (limit instanceof ObjectNode of && !of.path("default").isEmpty()) {
                    ObjectNode requested = Json.childOrNew(of, "defaultRequest");
                    of.path("default").properties().forEach(entry -> {
                        if (!requested.has(entry.getKey())) {
                            requested.set(entry.getKey(), entry.getValue());
                        }
                    });
                }
            }
        }
    };

    /** A new claim waits for its volume. */
    static final TypeRules VOLUME_CLAIM = new TypeRules() {
        @Override
        public void create(ObjectNode object) {
            Json.childOrNew(object, "status").put("phase", "Pending");
        }
    };

    private FillRules() {}
}
