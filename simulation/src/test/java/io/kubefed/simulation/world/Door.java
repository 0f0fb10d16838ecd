package io.kubefed.simulation.world;

import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiRequest.Method;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The way into a cluster for those who stand beside it: no network, every answer is there when the call returns. */
public final class Door {

    private final ClusterClient client;

    /** A door to a cluster whose client answers on the caller's thread. */
    public Door(ClusterClient client) {
        this.client = client;
    }

    /** The object, or null. */
    public @Nullable KubeObject find(ResourceType type, ObjectKey key) {
        return now(client.get(type, key));
    }

    /** All objects of a type, everywhere; none if the type is not served. */
    public List<KubeObject> list(ResourceType type) {
        try {
            List<KubeObject> all = now(client.list(type, "").collectList());
            return all == null ? List.of() : all;
        } catch (FederationException error) {
            if (error.code() == 404) {
                return List.of();
            }
            throw error;
        }
    }

    /** Server-side apply that takes fields from others. */
    public KubeObject apply(ResourceType type, ObjectKey key, String json, String manager) {
        return required(client.apply(type, key, bytes(json), manager, true)).object();
    }

    /** A merge patch of the object or one of its sub-resources. */
    public KubeObject patch(ResourceType type, ObjectKey key, String subresource, String json, String manager) {
        return required(client.mergePatch(type, key, subresource, json, manager));
    }

    /** Deletes whatever has the name; an empty policy is none at all. */
    public void delete(ResourceType type, ObjectKey key, String policy) {
        if (policy.isEmpty()) {
            now(client.send(new ApiRequest(
                    Method.DELETE,
                    type.objectPath(key),
                    java.util.Map.of(),
                    ApiRequest.JSON,
                    null,
                    null,
                    ApiRequest.DEFAULT_TIMEOUT)));
        } else {
            now(client.delete(type, key, "", policy));
        }
    }

    /** Sends one request. */
    public @Nullable ApiResponse send(ApiRequest request) {
        return now(client.send(request));
    }

    private static <T> T required(Mono<T> answer) {
        @Nullable T there = now(answer);
        if (there == null) {
            throw new IllegalStateException("an answer without content");
        }
        return there;
    }

    private static <T> @Nullable T now(Mono<T> answer) {
        AtomicReference<@Nullable T> value = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        boolean[] ended = new boolean[1];
        answer.doFinally(signal -> ended[0] = true).subscribe(value::set, failure::set);
        if (!ended[0]) {
            throw new IllegalStateException("a cluster in this process did not answer at once");
        }
        @Nullable Throwable error = failure.get();
        if (error instanceof RuntimeException thrown) {
            throw thrown;
        }
        return value.get();
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
