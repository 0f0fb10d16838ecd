package io.kubefed.apiserver.delete;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.protobuf.MalformedProtobufException;
import io.kubefed.apiserver.protobuf.ProtobufBody;
import io.kubefed.apiserver.request.Cause;
import io.kubefed.apiserver.request.MediaRange;
import io.kubefed.apiserver.request.Refusal;
import io.kubefed.apiserver.request.Request;
import io.kubefed.apiserver.write.WriteOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How a deletion is to be done.
 *
 * @param dryRun whether nothing is stored
 * @param policy {@code Background}, {@code Foreground}, {@code Orphan}, or empty for what the type does
 * @param uid the uid that is meant; empty for any
 * @param version the version that is meant; empty for any
 */
record DeleteOptions(boolean dryRun, String policy, String uid, String version) {

    private static final String KIND = "DeleteOptions";
    private static final Set<String> POLICIES = Set.of("", "Background", "Foreground", "Orphan");

    /**
     * Reads the options from the body or, if that is empty, from the query.
     *
     * @throws Refusal if they cannot be read
     */
    static DeleteOptions of(Request request) {
        return request.body().length == 0 ? ofQuery(request) : ofBody(request);
    }

    private static DeleteOptions ofQuery(Request request) {
        List<String> dryRun = request.query().getOrDefault("dryRun", List.of());
        return checked(
                WriteOptions.dryRun(dryRun, KIND),
                request.parameter("propagationPolicy"),
                request.parameter("orphanDependents"),
                "",
                "");
    }

    private static DeleteOptions ofBody(Request request) {
        JsonNode body = read(request);
        String kind = body.path("kind").asText("");
        if (!kind.isEmpty() && !kind.equals(KIND)) {
            throw Refusal.badRequest("no kind \"" + kind + "\" is registered for version \""
                    + body.path("apiVersion").asText("") + "\" as options of a deletion");
        }
        List<String> dryRun = new ArrayList<>();
        body.path("dryRun").forEach(value -> dryRun.add(value.asText()));
        return checked(
                WriteOptions.dryRun(dryRun, KIND),
                body.path("propagationPolicy").asText(""),
                body.path("orphanDependents").asText(""),
                Json.text(body, "preconditions", "uid"),
                Json.text(body, "preconditions", "resourceVersion"));
    }

    private static JsonNode read(Request request) {
        if (MediaRange.parse(request.contentType()).type().equals(ProtobufBody.MEDIA_TYPE)) {
            return protobuf(request.body());
        }
        try {
            JsonNode body = Json.read(request.body());
            if (body instanceof ObjectNode || body.isNull()) {
                return body;
            }
        } catch (IOException e) {
            throw Refusal.badRequest("couldn't get version/kind; json parse error: "
                    + String.valueOf(e.getMessage()).split("\n", 2)[0]);
        }
        throw Refusal.badRequest("couldn't get version/kind; json parse error: not an object");
    }

    private static JsonNode protobuf(byte[] body) {
        try {
            ProtobufBody opened = ProtobufBody.open(body);
            return opened.object("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions")
                    .put("kind", opened.kind())
                    .put("apiVersion", opened.apiVersion());
        } catch (MalformedProtobufException e) {
            throw Refusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static DeleteOptions checked(boolean dryRun, String policy, String orphan, String uid, String version) {
        if (!policy.isEmpty() && !orphan.isEmpty() && !orphan.equals("null")) {
            throw Refusal.invalidOptions(
                    KIND,
                    Cause.invalid(
                            "propagationPolicy",
                            Cause.quoted(policy),
                            "orphanDependents and deletionPropagation cannot be both set"));
        }
        if (!POLICIES.contains(policy)) {
            throw Refusal.invalidOptions(
                    KIND,
                    Cause.unsupported(
                            "propagationPolicy", Cause.quoted(policy), "Foreground", "Background", "Orphan", "nil"));
        }
        String byOrphan = orphan.equals("true") ? "Orphan" : orphan.equals("false") ? "Background" : "";
        return new DeleteOptions(dryRun, policy.isEmpty() ? byOrphan : policy, uid, version);
    }
}
