package io.kubefed.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.catalog.Served;
import io.kubefed.apiserver.json.Json;
import java.util.List;
import java.util.TreeSet;

/**
 * Discovery in one document.
 *
 * @see <a href="https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/3352-aggregated-discovery">KEP-3352</a>
 */
final class AggregatedDocuments {

    private AggregatedDocuments() {}

    /** {@code /api}: the core group alone. */
    static ObjectNode core(Served served) {
        return document(served, List.of(""));
    }

    /** {@code /apis}: all other groups. */
    static ObjectNode groups(Served served) {
        return document(
                served,
                served.groups().stream().filter(group -> !group.isEmpty()).toList());
    }

    private static ObjectNode document(Served served, List<String> groups) {
        ObjectNode document =
                Json.object().put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/v2");
        document.putObject("metadata");
        ArrayNode items = document.putArray("items");
        for (String group : groups) {
            ObjectNode item = items.addObject();
            ObjectNode metadata = item.putObject("metadata");
            if (!group.isEmpty()) {
                metadata.put("name", group);
            }
            ArrayNode versions = item.putArray("versions");
            for (String version : served.versions(group)) {
                ObjectNode node = versions.addObject().put("version", version);
                ArrayNode resources = node.putArray("resources");
                served.in(group, version).forEach(resource -> resource(resources.addObject(), resource));
                node.put("freshness", "Current");
            }
        }
        return document;
    }

    private static void resource(ObjectNode node, Resource resource) {
        node.put("resource", resource.type().plural());
        kind(node, resource, resource.type().kind(), resource.custom());
        node.put("scope", resource.type().namespaced() ? "Namespaced" : "Cluster")
                .put("singularResource", resource.info().singular());
        PlainDocuments.texts(node, "verbs", resource.info().verbs());
        if (!resource.info().shortNames().isEmpty()) {
            PlainDocuments.texts(node, "shortNames", resource.info().shortNames());
        }
        if (!resource.info().categories().isEmpty()) {
            PlainDocuments.texts(node, "categories", resource.info().categories());
        }
        if (!resource.info().subresources().isEmpty()) {
            ArrayNode subresources = node.putArray("subresources");
            for (String name : new TreeSet<>(resource.info().subresources())) {
                subresource(subresources.addObject(), resource, name);
            }
        }
    }

    private static void subresource(ObjectNode node, Resource resource, String name) {
        node.put("subresource", name);
        PlainDocuments.kindOf(name)
                .ifPresentOrElse(
                        type -> node.putObject("responseKind")
                                .put("group", type.group())
                                .put("version", type.version())
                                .put("kind", type.kind()),
                        () -> kind(node, resource, resource.type().kind(), resource.custom()));
        PlainDocuments.texts(node, "verbs", PlainDocuments.subresourceVerbs(name));
    }

    private static void kind(ObjectNode node, Resource resource, String kind, boolean named) {
        node.putObject("responseKind")
                .put("group", named ? resource.type().group() : "")
                .put("version", named ? resource.type().version() : "")
                .put("kind", kind);
    }
}
