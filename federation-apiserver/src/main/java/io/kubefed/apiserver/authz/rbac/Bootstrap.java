package io.kubefed.apiserver.authz.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.json.Json;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The roles and bindings that a server begins with: those of a real server that mean something here. Made where they are missing; where
 * they are there, rules and subjects that somebody took away are put back, unless annotation
 * {@code rbac.authorization.kubernetes.io/autoupdate} is {@code "false"}.
 */
public final class Bootstrap {

    private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);
    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final String AUTOUPDATE = "rbac.authorization.kubernetes.io/autoupdate";
    private static final String MANAGER = "kube-apiserver";
    private static final Map<String, ResourceType> TYPES = Map.of(
            "clusterroles", new ResourceType(GROUP, "v1", "clusterroles", "ClusterRole", false),
            "clusterrolebindings", new ResourceType(GROUP, "v1", "clusterrolebindings", "ClusterRoleBinding", false),
            "roles", new ResourceType(GROUP, "v1", "roles", "Role", true),
            "rolebindings", new ResourceType(GROUP, "v1", "rolebindings", "RoleBinding", true));

    private final ClusterClient client;

    /** Works as a client of the server. */
    public Bootstrap(ClusterClient client) {
        this.client = client;
    }

    private record Wanted(ResourceType type, ObjectKey key, ObjectNode object) {}

    /** Makes and mends them once; completes when all are there. */
    public Mono<Void> run() {
        return Flux.fromIterable(wanted()).concatMap(this::reconcile, 1).then();
    }

    private static List<Wanted> wanted() {
        List<Wanted> all = new ArrayList<>();
        try (InputStream stream = Bootstrap.class.getResourceAsStream("bootstrap.json")) {
            if (stream == null) {
                throw new IllegalStateException("the jar has no bootstrap.json");
            }
            Json.read(stream.readAllBytes()).forEach(fact -> all.add(wanted(fact)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static ResourceType typed(String plural) {
        ResourceType type = TYPES.get(plural);
        if (type == null) {
            throw new IllegalStateException("bootstrap.json has a " + plural);
        }
        return type;
    }

    private static Wanted wanted(JsonNode fact) {
        ResourceType type = typed(Json.text(fact, "resource"));
        ObjectNode object = Json.object().put("apiVersion", type.apiVersion()).put("kind", type.kind());
        ObjectNode metadata = object.putObject("metadata").put("name", Json.text(fact, "name"));
        if (fact.has("namespace")) {
            metadata.put("namespace", Json.text(fact, "namespace"));
        }
        ObjectNode labels = metadata.putObject("labels");
        labels.put("kubernetes.io/bootstrapping", "rbac-defaults");
        fact.path("labels").properties().forEach(label -> labels.set(label.getKey(), label.getValue()));
        metadata.putObject("annotations").put(AUTOUPDATE, "true");
        for (String field : List.of("rules", "aggregationRule", "subjects", "roleRef")) {
            if (fact.has(field)) {
                object.set(field, fact.get(field));
            }
        }
        return new Wanted(type, new ObjectKey(Json.text(fact, "namespace"), Json.text(fact, "name")), object);
    }

    private Mono<Void> reconcile(Wanted wanted) {
        return client.get(wanted.type(), wanted.key())
                .flatMap(found -> mend(wanted, found.json()).thenReturn(true))
                .switchIfEmpty(Mono.defer(() -> client.create(wanted.type(), new KubeObject(wanted.object()), MANAGER)
                        .thenReturn(true)))
                // Another server on the same store was faster.
                .onErrorResume(
                        FederationException.class, error -> error.code() == 409 ? Mono.just(true) : Mono.error(error))
                .then();
    }

    private Mono<Void> mend(Wanted wanted, ObjectNode found) {
        if (Json.text(found, "metadata", "annotations", AUTOUPDATE).equals("false")) {
            return Mono.empty();
        }
        ObjectNode mended = found.deepCopy();
        addMissing(Json.childOrNew(mended, "metadata"), wanted.object().path("metadata"), "labels");
        addMissing(Json.childOrNew(mended, "metadata"), wanted.object().path("metadata"), "annotations");
        for (String list : List.of("rules", "subjects")) {
            addItems(mended, wanted.object().path(list), list);
        }
        if (wanted.object().has("aggregationRule") && !mended.has("aggregationRule")) {
            mended.set("aggregationRule", wanted.object().get("aggregationRule"));
        }
        if (Json.same(mended, found)) {
            return Mono.empty();
        }
        LOG.atInfo()
                .addKeyValue("type", wanted.type().kind())
                .addKeyValue("name", wanted.key().name())
                .log("put back what a server begins with");
        return client.send(ApiRequest.of(
                                ApiRequest.Method.PUT,
                                wanted.type().objectPath(wanted.key()),
                                ApiRequest.JSON,
                                Json.bytes(mended))
                        .with("fieldManager", MANAGER))
                .then();
    }

    private static void addMissing(ObjectNode metadata, JsonNode wanted, String field) {
        ObjectNode there = Json.childOrNew(metadata, field);
        wanted.path(field).properties().forEach(entry -> {
            if (!there.has(entry.getKey())) {
                there.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static void addItems(ObjectNode object, JsonNode wanted, String field) {
        ArrayNode missing = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : wanted) {
            boolean there = false;
            for (JsonNode one : object.path(field)) {
                there |= Json.same(one, item);
            }
            if (!there) {
                missing.add(item);
            }
        }
        if (!missing.isEmpty()) {
            (object.get(field) instanceof ArrayNode array ? array : object.putArray(field)).addAll(missing);
        }
    }
}
