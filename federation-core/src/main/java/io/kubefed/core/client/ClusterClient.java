package io.kubefed.core.client;

import io.kubefed.core.error.FederationException;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The API of one cluster, for any resource type.
 *
 * <p>An implementation brings two methods, {@link #send} and {@link #stream}; the verbs are built on them, so a decorator
 * (counting, faults, a simulated network) is two methods as well.
 *
 * <p>All publishers are cold: nothing is sent before subscription, and every subscription sends once. Nothing is retried.
 * Cancelling closes the exchange, which does not undo a write.
 *
 * <dl>
 *   <dt>Errors</dt><dd>{@link FederationException} only: transient for 408, 409, 410, 429, 5xx and everything without an
 *       answer, permanent for the other refusals; the message names the cluster and the request
 *   <dt>Thread</dt><dd>the transport's event loop; do not block
 * </dl>
 */
public interface ClusterClient {

    /** How the cluster is called in messages and metrics, for example {@code member east-1} or {@code federation API}. */
    String name();

    /**
     * Sends one request and reads the answer whole.
     *
     * @return emits the answer if its status is 2xx, and an error otherwise
     */
    Mono<ApiResponse> send(ApiRequest request);

    /**
     * Sends one request and hands out the body as it arrives.
     *
     * <p>A buffer belongs to the transport again when {@code onNext} returns: whoever wants to keep bytes copies them. With no
     * demand the transport stops reading from the connection.
     *
     * @return emits at least the demand-limited pieces of a 2xx body, completes at its regular end; an answer of another status,
     *     and a body that was cut off, are errors
     */
    Flux<ByteBuffer> stream(ApiRequest request);

    /** The object, or empty if there is none (404). One request. */
    default Mono<KubeObject> get(ResourceType type, ObjectKey key) {
        return send(ApiRequest.get(type.objectPath(key)))
                .map(ApiResponse::object)
                .onErrorResume(FederationException.class, Verbs::emptyIfNotFound);
    }

    /** All objects of a type in one namespace, or in all for {@code ""}, in pages of 500, as demand asks for them. */
    default Flux<KubeObject> list(ResourceType type, String namespace) {
        return Verbs.pages(this, type.collectionPath(namespace));
    }

    /** Creates {@code object} in its namespace. Errors with 409 {@code AlreadyExists} if it is there. One request. */
    default Mono<KubeObject> create(ResourceType type, KubeObject object, String fieldManager) {
        ApiRequest request = ApiRequest.of(
                        ApiRequest.Method.POST,
                        type.collectionPath(object.namespace()),
                        ApiRequest.JSON,
                        object.toBytes())
                .with("fieldManager", fieldManager);
        return send(request).map(ApiResponse::object);
    }

    /**
     * Server-side apply: makes the fields of {@code body} true and {@code fieldManager} their owner.
     *
     * @param body JSON with {@code apiVersion}, {@code kind} and {@code metadata.name}; with
     *     {@code metadata.resourceVersion: "1"} it only creates (409 if the object exists)
     * @param force whether to take fields from other managers; without it such a conflict is a 409 that names them
     */
    default Mono<ApiResponse> apply(ResourceType type, ObjectKey key, byte[] body, String fieldManager, boolean force) {
        return send(ApiRequest.of(ApiRequest.Method.PATCH, type.objectPath(key), ApiRequest.APPLY_PATCH, body)
                .with("fieldManager", fieldManager)
                .with("force", Boolean.toString(force)));
    }

    /** A JSON merge patch (RFC 7386) of the object, or of a sub-resource such as {@code status} if it is not empty. */
    default Mono<KubeObject> mergePatch(
            ResourceType type, ObjectKey key, String subresource, String patch, String fieldManager) {
        String path = subresource.isEmpty() ? type.objectPath(key) : type.objectPath(key, subresource);
        return send(ApiRequest.of(
                                ApiRequest.Method.PATCH,
                                path,
                                ApiRequest.MERGE_PATCH,
                                patch.getBytes(StandardCharsets.UTF_8))
                        .with("fieldManager", fieldManager))
                .map(ApiResponse::object);
    }

    /**
     * Deletes the object if it still has this uid.
     *
     * @param uid the uid that the caller means; empty for whatever has the name
     * @param propagationPolicy {@code Background}, {@code Foreground} or {@code Orphan}
     * @return completes when the server accepted it, and also when there was nothing (404)
     */
    default Mono<Void> delete(ResourceType type, ObjectKey key, String uid, String propagationPolicy) {
        return send(ApiRequest.delete(type.objectPath(key), Verbs.deleteOptions(uid, propagationPolicy)))
                .onErrorResume(FederationException.class, Verbs::emptyIfNotFound)
                .then();
    }
}
