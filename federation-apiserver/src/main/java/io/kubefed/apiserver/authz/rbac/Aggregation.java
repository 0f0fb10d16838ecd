package io.kubefed.apiserver.authz.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.apiserver.selector.LabelMatch;
import io.kubefed.apiserver.storage.Range;
import io.kubefed.apiserver.storage.RangeQuery;
import io.kubefed.apiserver.storage.Storage;
import io.kubefed.apiserver.storage.StorageException;
import io.kubefed.apiserver.storage.StorageSignal.Change;
import io.kubefed.apiserver.storage.Stored;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Gives ClusterRoles with an {@code aggregationRule} the rules of those that it selects, as a controller manager does on a real server.
 */
public final class Aggregation {

    private static final Logger LOG = LoggerFactory.getLogger(Aggregation.class);
    private static final ResourceType CLUSTER_ROLES =
            new ResourceType("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false);

    private final Storage storage;
    private final ClusterClient client;

    /** Reads from a store, and writes as a client of the server. */
    public Aggregation(Storage storage, ClusterClient client) {
        this.storage = storage;
        this.client = client;
    }

    /** Brings all aggregated roles up to date once. */
    public Mono<Void> once() {
        return storage.range(RangeQuery.all(Roles.CLUSTER_ROLES)).flatMap(this::aggregate);
    }

    /** Keeps them up to date; never completes. */
    public Mono<Void> run() {
        return storage.range(RangeQuery.all(Roles.CLUSTER_ROLES))
                .flatMapMany(range -> storage.watch(Roles.CLUSTER_ROLES, range.revision(), Flux.never())
                        .ofType(Change.class)
                        .cast(Object.class)
                        .startWith(range))
                .onBackpressureLatest()
                .concatMap(change -> once(), 1)
                .then()
                .retryWhen(Retry.indefinitely().filter(StorageException.Compacted.class::isInstance));
    }

    private Mono<Void> aggregate(Range range) {
        return Flux.fromIterable(range.items())
                .filter(role -> role.content().hasNonNull("aggregationRule"))
                .concatMap(role -> update(role, rules(role, range)), 1)
                .then();
    }

    private static ArrayNode rules(Stored role, Range range) {
        ArrayNode rules = JsonNodeFactory.instance.arrayNode();
        for (JsonNode selector : role.content().path("aggregationRule").path("clusterRoleSelectors")) {
            for (Stored other : range.items()) {
                boolean taken = !other.key().equals(role.key())
                        && LabelMatch.matches(
                                selector, other.content().path("metadata").path("labels"));
                if (taken) {
                    other.content().path("rules").forEach(rule -> addOnce(rules, rule));
                }
            }
        }
        return rules;
    }

    private static void addOnce(ArrayNode rules, JsonNode rule) {
        for (JsonNode there : rules) {
            if (Json.same(there, rule)) {
                return;
            }
        }
        rules.add(rule);
    }

    private Mono<Void> update(Stored role, ArrayNode rules) {
        boolean same = rules.isEmpty()
                ? role.content().path("rules").isEmpty()
                : Json.same(rules, role.content().path("rules"));
        if (same) {
            return Mono.empty();
        }
        String name = Json.text(role.content(), "metadata", "name");
        ObjectNode patch = Json.object();
        patch.putObject("metadata").put("resourceVersion", Long.toString(role.revision()));
        patch.set("rules", rules);
        return client.send(ApiRequest.of(
                                ApiRequest.Method.PATCH,
                                CLUSTER_ROLES.objectPath(ObjectKey.clusterScoped(name)),
                                ApiRequest.MERGE_PATCH,
                                Json.bytes(patch))
                        .with("fieldManager", "clusterrole-aggregation-controller"))
                .then()
                // Whoever changed or removed it in between is heard of next.
                .onErrorResume(FederationException.class, error -> {
                    LOG.atDebug()
                            .addKeyValue("role", name)
                            .addKeyValue("error", error.getMessage())
                            .log("not aggregated");
                    return Mono.empty();
                });
    }
}
