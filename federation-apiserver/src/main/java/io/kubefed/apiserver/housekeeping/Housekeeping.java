package io.kubefed.apiserver.housekeeping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Catalog;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.crd.CatalogKeeper;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.Stored;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Empties namespaces and custom types that are being deleted, and lets them go. Works as a client of the server, so that all it does
 * is done by the same rules.
 */
public final class Housekeeping {

    private static final ResourceType NAMESPACES = new ResourceType("", "v1", "namespaces", "Namespace", false);
    private static final ResourceType DEFINITIONS = new ResourceType(
            "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false);
    private static final byte[] NO_OPTIONS =
            "{\"propagationPolicy\":\"Background\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    private static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

    private final Storage storage;
    private final Catalog catalog;
    private final CatalogKeeper keeper;
    private final ClusterClient client;
    private final Follower follower;

    /** Keeps house of the server behind {@code client}. */
    public Housekeeping(Storage storage, Catalog catalog, CatalogKeeper keeper, ClusterClient client, Scheduler timer) {
        this.storage = storage;
        this.catalog = catalog;
        this.keeper = keeper;
        this.client = client;
        this.follower = new Follower(storage, timer);
    }

    /** Never completes; cancel it to stop. */
    public Mono<Void> run() {
        return Mono.when(
                follower.run("/namespaces/", this::emptyNamespace),
                follower.run(CatalogKeeper.PREFIX, this::emptyDefinition),
                follower.kept(keeper.follow()));
    }

    private Mono<Boolean> emptyNamespace(ObjectNode namespace) {
        String name = Json.text(namespace, "metadata", "name");
        return Flux.fromIterable(catalog.served().preferred())
                .filter(resource -> resource.type().namespaced())
                .concatMap(resource -> deleteAll(resource, name), 1)
                .reduce(0, Integer::sum)
                .flatMap(left -> left > 0 ? Mono.just(false) : finalizeNamespace(namespace));
    }

    private Mono<Boolean> finalizeNamespace(ObjectNode namespace) {
        ObjectNode next = namespace.deepCopy();
        Json.childOrNew(next, "spec").putArray("finalizers");
        ObjectKey key = ObjectKey.clusterScoped(Json.text(namespace, "metadata", "name"));
        return client.send(ApiRequest.of(
                        ApiRequest.Method.PUT,
                        NAMESPACES.objectPath(key, "finalize"),
                        ApiRequest.JSON,
                        Json.bytes(next)))
                .thenReturn(true);
    }

    /** Deletes all objects of a type in a namespace, or in all; emits how many are still there. */
    private Mono<Integer> deleteAll(Resource resource, String namespace) {
        return storage.range(RangeQuery.all(resource.prefix(namespace)))
                .flatMapMany(range -> Flux.fromIterable(range.items()))
                .filter(object -> !object.content().path("metadata").hasNonNull("deletionTimestamp"))
                .concatMap(object -> delete(resource, object), 1)
                .then(storage.range(RangeQuery.all(resource.prefix(namespace))))
                .map(range -> range.items().size());
    }

    private Mono<Void> delete(Resource resource, Stored object) {
        ObjectKey key = new ObjectKey(
                Json.text(object.content(), "metadata", "namespace"), Json.text(object.content(), "metadata", "name"));
        return client.send(ApiRequest.delete(resource.type().objectPath(key), NO_OPTIONS))
                .onErrorResume(
                        FederationException.class, error -> error.code() == 404 ? Mono.empty() : Mono.error(error))
                .then();
    }

    private Mono<Boolean> emptyDefinition(ObjectNode definition) {
        return keeper.refresh()
                .thenMany(Flux.defer(() -> Flux.fromIterable(versionsOf(definition))))
                .concatMap(resource -> deleteAll(resource, ""), 1)
                .reduce(0, Integer::sum)
                .flatMap(left -> left > 0 ? Mono.just(false) : release(definition));
    }

    private List<Resource> versionsOf(ObjectNode definition) {
        String group = Json.text(definition, "spec", "group");
        String plural = Json.text(definition, "spec", "names", "plural");
        return catalog.served().preferred().stream()
                .filter(resource -> resource.custom()
                        && resource.type().group().equals(group)
                        && resource.type().plural().equals(plural))
                .toList();
    }

    private Mono<Boolean> release(ObjectNode definition) {
        ObjectKey key = ObjectKey.clusterScoped(Json.text(definition, "metadata", "name"));
        List<String> others = new java.util.ArrayList<>();
        definition.path("metadata").path("finalizers").forEach(name -> {
            if (!name.asText().equals(CLEANUP)) {
                others.add(Json.quoted(name.asText()));
            }
        });
        return client.mergePatch(
                        DEFINITIONS,
                        key,
                        "",
                        "{\"metadata\":{\"finalizers\":[" + String.join(",", others) + "]}}",
                        "kube-apiserver")
                .thenReturn(true);
    }
}
