package io.kubefed.apiserver.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.authz.Attributes;
import io.kubefed.apiserver.authz.Authorizer;
import io.kubefed.apiserver.authz.Decision;
import io.kubefed.apiserver.authz.Rule;
import io.kubefed.apiserver.authz.Rules;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.request.Cause;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.User;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** May somebody do something, and what may I do. */
final class AccessReviews {

    private static final String GROUP = "authorization.k8s.io";
    private static final String OBJECT = "resourceAttributes";
    private static final String PATH = "nonResourceAttributes";

    private final Authorizer authorizer;

    AccessReviews(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /** May the one who asks. */
    ObjectNode self(User user, JsonNode spec) {
        refuse(oneOfBoth(spec));
        return status(attributes(user, spec));
    }

    /** May somebody else. */
    ObjectNode of(JsonNode spec) {
        List<Cause> causes = new ArrayList<>(oneOfBoth(spec));
        causes.addAll(somebody(spec));
        refuse(causes);
        return status(attributes(named(spec), spec));
    }

    /** May somebody else, in one namespace. */
    ObjectNode local(JsonNode spec, String namespace) {
        List<Cause> causes = new ArrayList<>();
        JsonNode path = spec.path(PATH);
        String meant = Json.text(spec, OBJECT, "namespace");
        if (path.isObject()) {
            causes.add(Cause.invalid("spec." + PATH, shown(path), "disallowed on this kind of request"));
        } else {
            causes.addAll(oneOfBoth(spec));
            if (causes.isEmpty() && !meant.equals(namespace)) {
                causes.add(Cause.invalid(
                        "spec." + OBJECT + ".namespace", Json.quoted(meant), "must match metadata.namespace"));
            }
        }
        causes.addAll(somebody(spec));
        refuse(causes);
        return status(attributes(named(spec), spec));
    }

    private static void refuse(List<Cause> causes) {
        if (!causes.isEmpty()) {
            throw Refusal.invalidReview(GROUP, causes);
        }
    }

    private static List<Cause> oneOfBoth(JsonNode spec) {
        if (spec.path(OBJECT).isObject() && spec.path(PATH).isObject()) {
            return List.of(Cause.invalid(
                    "spec." + PATH, shown(spec.path(PATH)), "cannot be specified in combination with " + OBJECT));
        }
        return spec.path(OBJECT).isObject() || spec.path(PATH).isObject()
                ? List.of()
                : List.of(Cause.invalid(
                        "spec." + OBJECT, "null", "exactly one of " + PATH + " or " + OBJECT + " must be specified"));
    }

    private static String shown(JsonNode path) {
        return Json.object()
                .put("Path", Json.text(path, "path"))
                .put("Verb", Json.text(path, "verb"))
                .toString();
    }

    private static List<Cause> somebody(JsonNode spec) {
        return Json.text(spec, "user").isEmpty() && spec.path("groups").isEmpty()
                ? List.of(Cause.invalid("spec.user", "\"\"", "at least one of user or group must be specified"))
                : List.of();
    }

    private static User named(JsonNode spec) {
        List<String> groups = new ArrayList<>();
        spec.path("groups").forEach(group -> groups.add(group.asText()));
        Map<String, List<String>> extra = new LinkedHashMap<>();
        spec.path("extra").properties().forEach(entry -> {
            List<String> values = new ArrayList<>();
            entry.getValue().forEach(value -> values.add(value.asText()));
            extra.put(entry.getKey(), values);
        });
        return new User(Json.text(spec, "user"), Json.text(spec, "uid"), groups, extra);
    }

    private static Attributes attributes(User user, JsonNode spec) {
        JsonNode object = spec.path(OBJECT);
        if (!object.isObject()) {
            return Attributes.path(user, Json.text(spec, PATH, "verb"), Json.text(spec, PATH, "path"));
        }
        return new Attributes(
                user,
                Json.text(object, "verb"),
                Json.text(object, "group"),
                Json.text(object, "version"),
                Json.text(object, "resource"),
                Json.text(object, "subresource"),
                Json.text(object, "namespace"),
                Json.text(object, "name"),
                "");
    }

    private ObjectNode status(Attributes wanted) {
        Decision decision = authorizer.decide(wanted);
        ObjectNode status = Json.object().put("allowed", decision.allows());
        if (decision.verdict() == Decision.Verdict.DENIED) {
            status.put("denied", true);
        }
        if (!decision.reason().isEmpty()) {
            status.put("reason", decision.reason());
        }
        return status;
    }

    /** What the one who asks may do in a namespace. */
    ObjectNode rules(User user, JsonNode spec) {
        String namespace = Json.text(spec, "namespace");
        if (namespace.isEmpty()) {
            throw Refusal.badRequest("no namespace on request");
        }
        Rules rules = authorizer.rules(user, namespace);
        ObjectNode status = Json.object();
        ArrayNode objects = status.putArray("resourceRules");
        ArrayNode paths = status.putArray("nonResourceRules");
        for (Rule rule : rules.rules()) {
            (rule.paths().isEmpty() ? objects : paths).add(rule.json());
        }
        return status.put("incomplete", rules.incomplete());
    }
}
