package io.kubefed.core.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.error.FederationException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the verbs of {@link ClusterClient} share. */
final class Verbs {

    private static final int PAGE_ITEMS = 500;

    private Verbs() {}

    static <T> Mono<T> emptyIfNotFound(FederationException error) {
        return error.code() == 404 ? Mono.empty() : Mono.error(error);
    }

    static byte[] deleteOptions(String uid, String propagationPolicy) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions").put("propagationPolicy", propagationPolicy);
        if (!uid.isEmpty()) {
            options.putObject("preconditions").put("uid", uid);
        }
        return options.toString().getBytes(StandardCharsets.UTF_8);
    }

    static Flux<KubeObject> pages(ClusterClient client, String path) {
        return page(client, path, null)
                .expand(list -> hasMore(list) ? page(client, path, continueOf(list)) : Mono.empty(), 1)
                .concatMapIterable(Verbs::items, 1);
    }

    private static Mono<KubeObject> page(ClusterClient client, String path, @Nullable String token) {
        ApiRequest request = ApiRequest.get(path).with("limit", Integer.toString(PAGE_ITEMS));
        return client.send(token == null ? request : request.with("continue", token))
                .map(ApiResponse::object);
    }

    private static boolean hasMore(KubeObject list) {
        return !continueOf(list).isEmpty();
    }

    private static String continueOf(KubeObject list) {
        return list.json().path("metadata").path("continue").asText("");
    }

    private static Iterable<KubeObject> items(KubeObject list) {
        String apiVersion = list.apiVersion();
        String kind = list.kind().replaceFirst("List$", "");
        java.util.List<KubeObject> items = new java.util.ArrayList<>();
        for (JsonNode item : list.json().path("items")) {
            ObjectNode object = (ObjectNode) item;
            // Items of built-in types come without kind and apiVersion.
            if (!object.has("kind")) {
                object.put("apiVersion", apiVersion).put("kind", kind);
            }
            items.add(new KubeObject(object));
        }
        return items;
    }
}
