package io.kubefed.apiserver.type.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes {@code types.json}: names, verbs and schemas of the built-in types, as a running kube-apiserver tells them in its discovery and
 * OpenAPI v3 documents. How Go writes empty fields comes from the modules of the same version, and so does {@code messages.json}, which
 * says how the same objects look in protobuf.
 *
 * <p>Run by {@code build/type-facts}. Arguments: kubectl, a kubeconfig, the directory {@code k8s.io} of a Go module cache, the version of
 * its modules, the two files to write.
 */
public final class TypeFactsMain {

    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private static final Map<String, List<String>> SERVED = served();

    /** What is only ever sent: options, and the bodies of sub-resources. */
    private static final List<String> SENT = List.of(
            "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions",
            "io.k8s.api.autoscaling.v1.Scale",
            "io.k8s.api.authentication.v1.TokenRequest",
            "io.k8s.api.core.v1.Binding",
            "io.k8s.api.policy.v1.Eviction");

    private static final Set<String> SUBRESOURCES = Set.of("status", "scale", "finalize");

    private final ProxiedServer server;
    private final Map<String, JsonNode> definitions = new HashMap<>();
    private final Map<String, String> definitionOfKind = new HashMap<>();
    private final Set<String> roots = new LinkedHashSet<>(SENT);

    private TypeFactsMain(ProxiedServer server) {
        this.server = server;
    }

    private static Map<String, List<String>> served() {
        Map<String, List<String>> served = new LinkedHashMap<>();
        served.put(
                "v1",
                List.of(
                        "namespaces",
                        "services",
                        "secrets",
                        "configmaps",
                        "serviceaccounts",
                        "persistentvolumeclaims",
                        "podtemplates",
                        "resourcequotas",
                        "limitranges",
                        "events",
                        "nodes",
                        "pods",
                        "endpoints"));
        served.put("apps/v1", List.of("deployments", "replicasets", "statefulsets", "daemonsets"));
        served.put("batch/v1", List.of("jobs", "cronjobs"));
        served.put("autoscaling/v1", List.of("horizontalpodautoscalers"));
        served.put("autoscaling/v2", List.of("horizontalpodautoscalers"));
        served.put("networking.k8s.io/v1", List.of("ingresses", "ingressclasses", "networkpolicies"));
        served.put("policy/v1", List.of("poddisruptionbudgets"));
        served.put(
                "rbac.authorization.k8s.io/v1",
                List.of("roles", "rolebindings", "clusterroles", "clusterrolebindings"));
        served.put("scheduling.k8s.io/v1", List.of("priorityclasses"));
        served.put("storage.k8s.io/v1", List.of("storageclasses"));
        served.put("coordination.k8s.io/v1", List.of("leases"));
        served.put("discovery.k8s.io/v1", List.of("endpointslices"));
        served.put("events.k8s.io/v1", List.of("events"));
        served.put("apiextensions.k8s.io/v1", List.of("customresourcedefinitions"));
        served.put(
                "admissionregistration.k8s.io/v1",
                List.of("mutatingwebhookconfigurations", "validatingwebhookconfigurations"));
        served.put("authentication.k8s.io/v1", List.of("tokenreviews", "selfsubjectreviews"));
        served.put(
                "authorization.k8s.io/v1",
                List.of(
                        "subjectaccessreviews",
                        "localsubjectaccessreviews",
                        "selfsubjectaccessreviews",
                        "selfsubjectrulesreviews"));
        return served;
    }

    /** Writes the file, or says what is missing. */
    public static void main(String[] arguments) throws IOException {
        GoStructs go = new GoStructs(Path.of(arguments[2]), arguments[3]);
        try (ProxiedServer server = ProxiedServer.start(Path.of(arguments[0]), Path.of(arguments[1]))) {
            TypeFactsMain main = new TypeFactsMain(server);
            Files.writeString(Path.of(arguments[4]), main.document(go, arguments[3]));
            Files.writeString(Path.of(arguments[5]), lines(new GoMessages(go).from(main.roots)));
        }
    }

    private String document(GoStructs go, String version) throws IOException {
        ArrayNode types = JsonNodeFactory.instance.arrayNode();
        for (var group : SERVED.entrySet()) {
            String apiVersion = group.getKey();
            readDefinitions(apiVersion);
            JsonNode resources = get(root(apiVersion)).path("resources");
            for (String plural : group.getValue()) {
                ObjectNode type = type(apiVersion, plural, resources);
                if (lists(type)) {
                    type.set("columns", columns(apiVersion, plural));
                }
                roots.add(type.get("schema").asText());
                types.add(type);
            }
        }
        Map<String, ObjectNode> facts = new DefinitionFacts(definitions, go).from(roots);
        return write(version, types, facts);
    }

    /** One type or definition a line, so that a change of version can be read. */
    private static String write(String version, ArrayNode types, Map<String, ObjectNode> facts) {
        List<String> typeLines = new ArrayList<>();
        types.forEach(type -> typeLines.add(type.toString()));
        return "{\"version\":\"" + version + "\",\n\"types\":[\n" + String.join(",\n", typeLines)
                + "\n],\n\"definitions\":" + lines(facts).stripTrailing() + "}\n";
    }

    private static String lines(Map<String, ? extends JsonNode> facts) {
        List<String> lines = new ArrayList<>();
        facts.forEach((name, fact) -> lines.add("\"" + name + "\":" + fact));
        return "{\n" + String.join(",\n", lines) + "\n}\n";
    }

    private static String root(String apiVersion) {
        return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
    }

    private void readDefinitions(String apiVersion) throws IOException {
        JsonNode schemas = get("/openapi/v3" + root(apiVersion)).at("/components/schemas");
        for (var schema : schemas.properties()) {
            definitions.put(schema.getKey(), schema.getValue());
            for (JsonNode kind : schema.getValue().path("x-kubernetes-group-version-kind")) {
                String group = kind.path("group").asText();
                String version = kind.path("version").asText();
                definitionOfKind.put(
                        (group.isEmpty() ? version : group + "/" + version) + " "
                                + kind.path("kind").asText(),
                        schema.getKey());
            }
        }
    }

    private ObjectNode type(String apiVersion, String plural, JsonNode resources) {
        ObjectNode type = JsonNodeFactory.instance.objectNode();
        ArrayNode subresources = JsonNodeFactory.instance.arrayNode();
        for (JsonNode resource : resources) {
            String name = resource.get("name").asText();
            if (name.equals(plural)) {
                String kind = resource.get("kind").asText();
                type.put("apiVersion", apiVersion).put("plural", plural).put("kind", kind);
                type.put("singular", resource.get("singularName").asText());
                type.put("namespaced", resource.get("namespaced").asBoolean());
                for (String list : List.of("shortNames", "categories", "verbs")) {
                    if (resource.has(list)) {
                        type.set(list, resource.get(list));
                    }
                }
                type.put("schema", definitionOfKind.get(apiVersion + " " + kind));
            } else if (name.startsWith(plural + "/") && SUBRESOURCES.contains(name.substring(plural.length() + 1))) {
                subresources.add(name.substring(plural.length() + 1));
            }
        }
        if (!type.has("kind")) {
            throw new IllegalStateException("the server has no " + apiVersion + " " + plural);
        }
        type.set("subresources", sorted(subresources));
        return type;
    }

    private static ArrayNode sorted(ArrayNode names) {
        Set<String> sorted = new TreeSet<>();
        names.forEach(name -> sorted.add(name.asText()));
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        sorted.forEach(array::add);
        return array;
    }

    private static boolean lists(ObjectNode type) {
        for (JsonNode verb : type.path("verbs")) {
            if (verb.asText().equals("list")) {
                return true;
            }
        }
        return false;
    }

    /** Heading, type, format and priority of each column. */
    private ArrayNode columns(String apiVersion, String plural) throws IOException {
        ArrayNode columns = JsonNodeFactory.instance.arrayNode();
        for (JsonNode column :
                server.get(root(apiVersion) + "/" + plural, TABLE).path("columnDefinitions")) {
            columns.addArray()
                    .add(column.get("name"))
                    .add(column.get("type"))
                    .add(column.get("format"))
                    .add(column.get("priority"));
        }
        return columns;
    }

    private JsonNode get(String path) throws IOException {
        return server.get(path, "application/json");
    }
}
