package io.kubefed.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.apiserver.catalog.Resource;
import io.kubefed.apiserver.catalog.Served;
import io.kubefed.apiserver.json.Json;
import io.kubefed.core.model.ResourceType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Discovery as it was first: a list of groups, and a list of types for each group and version. */
final class PlainDocuments {

    private static final ResourceType SCALE = new ResourceType("autoscaling", "v1", "scales", "Scale", true);
    private static final ResourceType TOKEN =
            new ResourceType("authentication.k8s.io", "v1", "tokenrequests", "TokenRequest", true);

    private PlainDocuments() {}

    /** {@code /api}. */
    static ObjectNode coreVersions(Served served) {
        ObjectNode document = Json.object().put("kind", "APIVersions");
        texts(document, "versions", served.versions(""));
        document.putArray("serverAddressByClientCIDRs")
                .addObject()
                .put("clientCIDR", "0.0.0.0/0")
                .put("serverAddress", "");
        return document;
    }

    /** {@code /apis}. */
    static ObjectNode groups(Served served) {
        ObjectNode document = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = document.putArray("groups");
        served.groups().stream()
                .filter(group -> !group.isEmpty())
                .forEach(group -> fill(groups.addObject(), served, group));
        return document;
    }

    /** {@code /apis/GROUP}; empty if there is no such group. */
    static Optional<ObjectNode> group(Served served, String group) {
        if (group.isEmpty() || served.versions(group).isEmpty()) {
            return Optional.empty();
        }
        ObjectNode document = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
        fill(document, served, group);
        return Optional.of(document);
    }

    private static void fill(ObjectNode document, Served served, String group) {
        document.put("name", group);
        ArrayNode versions = document.putArray("versions");
        for (String version : served.versions(group)) {
            version(versions.addObject(), group, version);
        }
        version(
                document.putObject("preferredVersion"),
                group,
                served.versions(group).get(0));
    }

    private static void version(ObjectNode node, String group, String version) {
        node.put("groupVersion", group + "/" + version).put("version", version);
    }

    /** {@code /api/v1} and {@code /apis/GROUP/VERSION}; empty if there is no such version. */
    static Optional<ObjectNode> resources(Served served, String group, String version) {
        if (!served.versions(group).contains(version)) {
            return Optional.empty();
        }
        ObjectNode document = Json.object().put("kind", "APIResourceList");
        if (!group.isEmpty()) {
            document.put("apiVersion", "v1");
        }
        document.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        ArrayNode resources = document.putArray("resources");
        for (Resource resource : served.in(group, version)) {
            resource(resources.addObject(), resource);
            for (String subresource : new TreeSet<>(resource.info().subresources())) {
                subresource(resources.addObject(), resource, subresource);
            }
        }
        return Optional.of(document);
    }

    private static void resource(ObjectNode node, Resource resource) {
        node.put("name", resource.type().plural())
                .put("singularName", resource.info().singular())
                .put("namespaced", resource.type().namespaced())
                .put("kind", resource.type().kind());
        texts(node, "verbs", resource.info().verbs());
        if (!resource.info().shortNames().isEmpty()) {
            texts(node, "shortNames", resource.info().shortNames());
        }
        if (!resource.info().categories().isEmpty()) {
            texts(node, "categories", resource.info().categories());
        }
        node.put("storageVersionHash", Hashes.storageVersion(resource.type()));
    }

    private static void subresource(ObjectNode node, Resource resource, String subresource) {
        Optional<ResourceType> other = kindOf(subresource);
        node.put("name", resource.type().plural() + "/" + subresource)
                .put("singularName", "")
                .put("namespaced", resource.type().namespaced());
        other.ifPresent(type -> node.put("group", type.group()).put("version", type.version()));
        node.put("kind", other.orElse(resource.type()).kind());
        texts(node, "verbs", subresourceVerbs(subresource));
    }

    /** What a sub-resource is, if not the object itself. */
    static Optional<ResourceType> kindOf(String subresource) {
        return switch (subresource) {
            case "scale" -> Optional.of(SCALE);
            case "token" -> Optional.of(TOKEN);
            default -> Optional.empty();
        };
    }

    /** What can be done with a sub-resource. */
    static List<String> subresourceVerbs(String subresource) {
        return switch (subresource) {
            case "finalize" -> List.of("update");
            case "token" -> List.of("create");
            default -> List.of("get", "patch", "update");
        };
    }

    /** Puts an array of texts. */
    static void texts(ObjectNode node, String field, Collection<String> texts) {
        ArrayNode array = node.putArray(field);
        texts.forEach(array::add);
    }
}
