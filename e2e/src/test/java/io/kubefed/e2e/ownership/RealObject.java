package io.kubefed.e2e.ownership;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiRequest.Method;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.ApiStatus;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One object on a real server. */
final class RealObject {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ClusterClient client;
    private final Kind kind;
    private final ObjectKey key;

    RealObject(ClusterClient client, Kind kind, ObjectKey key) {
        this.client = client;
        this.kind = kind;
        this.key = key;
    }

    /**
     * Sends a step.
     *
     * @return what the server refused it with; null if it did what was asked
     */
    @Nullable ApiStatus send(Step step) {
        try {
            client.send(request(step)).block(TIMEOUT);
            return null;
        } catch (FederationException refusal) {
            return refusal.status();
        }
    }

    /** The object as it is; null if it is not there. */
    @Nullable ObjectNode get() {
        return client.get(kind.type(), key).map(KubeObject::json).block(TIMEOUT);
    }

    /** The body of a step, as it is sent. */
    JsonNode body(Step step) {
        if (!step.body().isObject() || step.verb() == Step.Verb.MERGE || step.verb() == Step.Verb.STRATEGIC) {
            return step.body();
        }
        if (step.subresource().equals("scale")) {
            ObjectNode scale = JsonNodeFactory.instance.objectNode();
            scale.put("apiVersion", "autoscaling/v1").put("kind", "Scale");
            scale.putObject("metadata").put("name", key.name()).put("namespace", key.namespace());
            return scale.setAll((ObjectNode) step.body());
        }
        return kind.identified(key, step.body());
    }

    private ApiRequest request(Step step) {
        ResourceType type = kind.type();
        String path = step.subresource().isEmpty() ? type.objectPath(key) : type.objectPath(key, step.subresource());
        byte[] bytes = sent(step).toString().getBytes(StandardCharsets.UTF_8);
        ApiRequest request = switch (step.verb()) {
            case POST -> ApiRequest.of(Method.POST, type.collectionPath(key.namespace()), ApiRequest.JSON, bytes);
            case PUT -> ApiRequest.of(Method.PUT, path, ApiRequest.JSON, bytes);
            case APPLY -> ApiRequest.of(Method.PATCH, path, ApiRequest.APPLY_PATCH, bytes);
            case FORCE ->
                ApiRequest.of(Method.PATCH, path, ApiRequest.APPLY_PATCH, bytes).with("force", "true");
            case MERGE -> ApiRequest.of(Method.PATCH, path, ApiRequest.MERGE_PATCH, bytes);
            case JSON -> ApiRequest.of(Method.PATCH, path, ApiRequest.JSON_PATCH, bytes);
            case STRATEGIC -> ApiRequest.of(Method.PATCH, path, "application/strategic-merge-patch+json", bytes);
        };
        return request.with("fieldManager", step.manager());
    }

    /** Custom types want the version in a PUT. */
    private JsonNode sent(Step step) {
        JsonNode body = body(step);
        if (step.verb() == Step.Verb.PUT
                && kind == Kind.WIDGET
                && step.subresource().isEmpty()) {
            ObjectNode live = get();
            if (live != null) {
                ((ObjectNode) body)
                        .withObject("/metadata")
                        .set("resourceVersion", live.at("/metadata/resourceVersion"));
            }
        }
        return body;
    }
}
