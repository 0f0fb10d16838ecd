package io.kubefed.sync.deletion;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.client.discovery.Discovery;
import io.kubefed.core.client.discovery.ServedType;
import io.kubefed.core.client.discovery.ServedTypes;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.error.TransientException;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.sync.record.RecordCodec;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Does for one namespace of the federation API what a namespace controller does: deletes what is in it, and takes the finalizer
 * {@code kubernetes} off when nothing is left.
 *
 * <p>Content goes with {@code Background}, so copies of templates go with it whatever becomes of the namespace itself, as in v1.
 * Records go last: they remember what is to be deleted in members. The finalizer stays as long as one type could not be read.
 */
public final class NamespaceContent {

    /** What the finalizer of a namespace is called that stands for its content. */
    public static final String FINALIZER = "kubernetes";

    private static final ResourceType NAMESPACES = new ResourceType("", "v1", "namespaces", "Namespace", false);
    private static final int AT_ONCE = 8;

    private final ClusterClient federationApi;

    /** The content of namespaces of {@code federationApi}. */
    public NamespaceContent(ClusterClient federationApi) {
        this.federationApi = requireNonNull(federationApi, "federationApi");
    }

    /**
     * Goes one round: deletes what is there, or finishes the namespace if nothing is.
     *
     * @param namespace the namespace as stored, being deleted
     * @return completes when it is finished; errors with {@link TransientException} while something is left, or cannot be read. Costs
     *     one list per namespaced type, and a delete per object
     */
    public Mono<Void> remove(KubeObject namespace) {
        return new Discovery(federationApi)
                .types()
                .map(NamespaceContent::deletable)
                .flatMap(types -> empty(namespace.name(), types))
                .then(Mono.defer(() -> finish(namespace)));
    }

    private static List<ResourceType> deletable(ServedTypes served) {
        if (!served.gaps().isEmpty()) {
            throw new TransientException(
                    "what is in a namespace cannot be told while the server does not serve " + served.gaps(), null);
        }
        return served.preferred().stream()
                .filter(type -> type.type().namespaced() && type.verbs().containsAll(List.of("list", "delete")))
                .map(ServedType::type)
                .toList();
    }

    private Mono<Void> empty(String namespace, List<ResourceType> types) {
        return requireNothing(
                        namespace,
                        types.stream().filter(type -> !isRecord(type)).toList())
                .then(Mono.defer(() -> requireNothing(
                        namespace,
                        types.stream().filter(NamespaceContent::isRecord).toList())));
    }

    private static boolean isRecord(ResourceType type) {
        return type.groupResource().equals(RecordCodec.PROPAGATION.groupResource());
    }

    private Mono<Void> requireNothing(String namespace, List<ResourceType> types) {
        return Flux.fromIterable(types)
                .flatMap(type -> delete(namespace, type), AT_ONCE)
                .collectList()
                .flatMap(left -> left.isEmpty()
                        ? Mono.empty()
                        : Mono.error(new TransientException(
                                "namespace " + namespace + " is not empty yet: " + left.size() + " objects, such as "
                                        + left.get(0),
                                null)));
    }

    /** Deletes all objects of a type. Emits each that was found, deleted or not. */
    private Flux<String> delete(String namespace, ResourceType type) {
        return federationApi
                .list(type, namespace)
                .flatMap(object -> delete(type, object).thenReturn(type.plural() + " " + object.name()), AT_ONCE)
                // A type that ceased to be served has no objects.
                .onErrorResume(
                        FederationException.class, error -> error.code() == 404 ? Flux.empty() : Flux.error(error));
    }

    private Mono<Void> delete(ResourceType type, KubeObject object) {
        return object.deleting() ? Mono.empty() : federationApi.delete(type, object.key(), object.uid(), "Background");
    }

    private Mono<Void> finish(KubeObject namespace) {
        KubeObject finished = namespace.copy();
        ArrayNode kept = finished.json().withObjectProperty("spec").putArray("finalizers");
        for (JsonNode finalizer : namespace.json().at("/spec/finalizers")) {
            if (!finalizer.asText().equals(FINALIZER)) {
                kept.add(finalizer);
            }
        }
        ApiRequest put = ApiRequest.of(
                ApiRequest.Method.PUT,
                NAMESPACES.objectPath(ObjectKey.clusterScoped(namespace.name()), "finalize"),
                ApiRequest.JSON,
                finished.toBytes());
        return federationApi
                .send(put)
                .onErrorResume(
                        FederationException.class, error -> error.code() == 404 ? Mono.empty() : Mono.error(error))
                .then();
    }
}
