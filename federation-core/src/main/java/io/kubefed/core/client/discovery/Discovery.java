package io.kubefed.core.client.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.core.client.ApiRequest;
import io.kubefed.core.client.ApiResponse;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.model.ResourceType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks a cluster what it serves.
 *
 * <p>Costs two requests where the server knows aggregated discovery (Kubernetes 1.27 and later), else two and one for each group
 * and version.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery">Aggregated discovery</a>
 */
public final class Discovery {

    // The last choice is what an old server answers with: its own list of groups.
    private static final String ACCEPT = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
            + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";
    private static final int PARALLEL_REQUESTS = 8;

    private final ClusterClient client;

    /** Discovery of one cluster. */
    public Discovery(ClusterClient client) {
        this.client = client;
    }

    /** What one document came to: types, or the reason why there are none. */
    private record Part(List<ServedType> types, Map<String, String> gaps) {

        static Part gap(String groupVersion, String reason) {
            return new Part(List.of(), Map.of(groupVersion, reason));
        }
    }

    /** A group and version whose types are in a document of their own. */
    private record Reference(String group, String version, boolean preferred) {

        String path() {
            return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        }

        String groupVersion() {
            return group.isEmpty() ? version : group + "/" + version;
        }
    }

    /**
     * Reads everything.
     *
     * @return emits once; errors if {@code /api} or {@code /apis} cannot be read. A group that cannot be read is a gap, no error
     */
    public Mono<ServedTypes> types() {
        return Flux.just("/api", "/apis")
                .concatMap(this::requestRoot)
                .collectList()
                .map(Discovery::join)
                .checkpoint("discovery of " + client.name());
    }

    private Mono<Part> requestRoot(String path) {
        return client.send(ApiRequest.get(path).accepting(ACCEPT))
                .map(ApiResponse::object)
                .flatMap(document -> "APIGroupDiscoveryList".equals(document.kind())
                        ? Mono.just(aggregated(document.json()))
                        : requestEach(references(document.json())));
    }

    private Mono<Part> requestEach(List<Reference> references) {
        return Flux.fromIterable(references)
                .flatMapSequential(this::requestTypes, PARALLEL_REQUESTS)
                .collectList()
                .map(Discovery::merge);
    }

    private Mono<Part> requestTypes(Reference reference) {
        return client.send(ApiRequest.get(reference.path()))
                .map(answer -> listed(reference, answer.object().json()))
                .onErrorResume(
                        FederationException.class,
                        error -> Mono.just(Part.gap(reference.groupVersion(), String.valueOf(error.getMessage()))));
    }

    private static Part merge(List<Part> parts) {
        List<ServedType> types = new ArrayList<>();
        Map<String, String> gaps = new LinkedHashMap<>();
        for (Part part : parts) {
            types.addAll(part.types());
            gaps.putAll(part.gaps());
        }
        return new Part(types, gaps);
    }

    private static ServedTypes join(List<Part> parts) {
        Part whole = merge(parts);
        return new ServedTypes(whole.types(), whole.gaps());
    }

    /** The new form: groups with versions with resources, the preferred version first. */
    private static Part aggregated(JsonNode document) {
        List<ServedType> types = new ArrayList<>();
        Map<String, String> gaps = new LinkedHashMap<>();
        for (JsonNode group : document.path("items")) {
            boolean preferred = true;
            for (JsonNode version : group.path("versions")) {
                Reference reference = new Reference(
                        group.path("metadata").path("name").asText(""),
                        version.path("version").asText(""),
                        preferred);
                if ("Stale".equals(version.path("freshness").asText())) {
                    gaps.put(
                            reference.groupVersion(),
                            "its API server does not answer; what is known of it may be out of date");
                }
                for (JsonNode resource : version.path("resources")) {
                    // Without a kind it is there for the sake of its sub-resources only.
                    if (!resource.path("responseKind").path("kind").asText("").isEmpty()) {
                        types.add(aggregatedType(reference, resource));
                    }
                }
                preferred = false;
            }
        }
        return new Part(types, gaps);
    }

    private static ServedType aggregatedType(Reference reference, JsonNode resource) {
        Map<String, Set<String>> subresources = new LinkedHashMap<>();
        for (JsonNode subresource : resource.path("subresources")) {
            subresources.put(subresource.path("subresource").asText(), new HashSet<>(texts(subresource.path("verbs"))));
        }
        return served(
                reference,
                resource.path("resource").asText(),
                resource.path("responseKind").path("kind").asText(""),
                "Namespaced".equals(resource.path("scope").asText()),
                resource.path("singularResource").asText(""),
                resource,
                subresources);
    }

    /** {@code APIVersions} of the core group, or {@code APIGroupList}. */
    private static List<Reference> references(JsonNode document) {
        List<Reference> references = new ArrayList<>();
        for (JsonNode version : document.path("versions")) {
            references.add(new Reference("", version.asText(), references.isEmpty()));
        }
        for (JsonNode group : document.path("groups")) {
            String preferred = group.path("preferredVersion").path("version").asText("");
            for (JsonNode version : group.path("versions")) {
                String name = version.path("version").asText("");
                references.add(new Reference(group.path("name").asText(""), name, name.equals(preferred)));
            }
        }
        return references;
    }

    /** The old form: one {@code APIResourceList}, sub-resources in a row with their resources. */
    private static Part listed(Reference reference, JsonNode document) {
        Map<String, Map<String, Set<String>>> subresources = new LinkedHashMap<>();
        for (JsonNode resource : document.path("resources")) {
            String[] name = resource.path("name").asText("").split("/", 2);
            if (name.length == 2) {
                subresources
                        .computeIfAbsent(name[0], parent -> new LinkedHashMap<>())
                        .put(name[1], new HashSet<>(texts(resource.path("verbs"))));
            }
        }
        List<ServedType> types = new ArrayList<>();
        for (JsonNode resource : document.path("resources")) {
            String name = resource.path("name").asText("");
            if (!name.isEmpty() && !name.contains("/")) {
                types.add(served(
                        reference,
                        name,
                        resource.path("kind").asText(""),
                        resource.path("namespaced").asBoolean(false),
                        resource.path("singularName").asText(""),
                        resource,
                        subresources.getOrDefault(name, Map.of())));
            }
        }
        return new Part(types, Map.of());
    }

    private static ServedType served(
            Reference reference,
            String plural,
            String kind,
            boolean namespaced,
            String singular,
            JsonNode resource,
            Map<String, Set<String>> subresources) {
        return new ServedType(
                new ResourceType(reference.group(), reference.version(), plural, kind, namespaced),
                singular,
                new HashSet<>(texts(resource.path("verbs"))),
                subresources,
                texts(resource.path("shortNames")),
                reference.preferred());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }
}
