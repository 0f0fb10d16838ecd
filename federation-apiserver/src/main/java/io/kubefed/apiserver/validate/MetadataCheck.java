package io.kubefed.apiserver.validate;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.request.Cause;
import io.kubefed.core.model.ResourceType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks {@code metadata}, of every type alike. */
public final class MetadataCheck {

    private static final int ANNOTATION_BYTES = 262_144;
    private static final Set<String> LABEL_NAMED = Set.of("namespaces", "services");
    private static final Set<String> STANDARD_FINALIZERS = Set.of("foregroundDeletion", "orphan", "kubernetes");

    private MetadataCheck() {}

    /** What is wrong with the metadata of an object, in the order in which kube-apiserver says it; empty if nothing is. */
    public static List<Cause> causes(ResourceType type, JsonNode object) {
        JsonNode metadata = object.path("metadata");
        List<Cause> causes = new ArrayList<>();
        checkName(type, metadata, causes);
        checkLabels(metadata.path("labels"), "metadata.labels", causes);
        checkAnnotations(metadata.path("annotations"), causes);
        checkOwners(metadata.path("ownerReferences"), causes);
        checkFinalizers(metadata.path("finalizers"), causes);
        return causes;
    }

    private static void checkName(ResourceType type, JsonNode metadata, List<Cause> causes) {
        String prefix = metadata.path("generateName").asText("");
        String name = metadata.path("name").asText("");
        if (!prefix.isEmpty()) {
            // A prefix may end in a dash: what follows makes a name of it.
            String asName = prefix.endsWith("-") ? prefix.substring(0, prefix.length() - 1) + "a" : prefix;
            nameProblem(type, asName)
                    .ifPresent(
                            words -> causes.add(Cause.invalid("metadata.generateName", Cause.quoted(prefix), words)));
        }
        if (name.isEmpty()) {
            causes.add(Cause.required("metadata.name", "name or generateName is required"));
        } else {
            nameProblem(type, name)
                    .ifPresent(words -> causes.add(Cause.invalid("metadata.name", Cause.quoted(name), words)));
        }
    }

    private static Optional<String> nameProblem(ResourceType type, String name) {
        if (type.group().equals("rbac.authorization.k8s.io")) {
            return Names.pathSegment(name);
        }
        return type.group().isEmpty() && LABEL_NAMED.contains(type.plural())
                ? Names.label(name)
                : Names.subdomain(name);
    }

    /** Checks keys and values of labels at a place. */
    static void checkLabels(JsonNode labels, String field, List<Cause> causes) {
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            Names.qualified(label.getKey())
                    .ifPresent(words -> causes.add(Cause.invalid(field, Cause.quoted(label.getKey()), words)));
            String value = label.getValue().asText("");
            Names.labelValue(value).ifPresent(words -> causes.add(Cause.invalid(field, Cause.quoted(value), words)));
        }
    }

    private static void checkAnnotations(JsonNode annotations, List<Cause> causes) {
        long bytes = 0;
        for (Map.Entry<String, JsonNode> annotation : annotations.properties()) {
            String key = annotation.getKey();
            Names.qualified(key.toLowerCase(java.util.Locale.ROOT))
                    .ifPresent(words -> causes.add(Cause.invalid("metadata.annotations", Cause.quoted(key), words)));
            bytes += key.getBytes(StandardCharsets.UTF_8).length
                    + annotation.getValue().asText("").getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > ANNOTATION_BYTES) {
            causes.add(Cause.tooLong("metadata.annotations", ANNOTATION_BYTES));
        }
    }

    private static void checkOwners(JsonNode owners, List<Cause> causes) {
        int controllers = 0;
        for (JsonNode owner : owners) {
            for (String field : List.of("apiVersion", "kind", "name", "uid")) {
                if (owner.path(field).asText("").isEmpty()) {
                    causes.add(Cause.invalid(
                            "metadata.ownerReferences." + field,
                            "\"\"",
                            field.equals("apiVersion") ? "version must not be empty" : "must not be empty"));
                }
            }
            controllers += owner.path("controller").asBoolean(false) ? 1 : 0;
        }
        if (controllers > 1) {
            causes.add(Cause.invalid(
                    "metadata.ownerReferences",
                    owners.toString(),
                    "Only one reference can have Controller set to true. Found \"true\" in references for "
                            + controllers + " owners"));
        }
    }

    private static void checkFinalizers(JsonNode finalizers, List<Cause> causes) {
        for (int i = 0; i < finalizers.size(); i++) {
            String name = finalizers.get(i).asText("");
            String field = "metadata.finalizers[" + i + "]";
            Optional<String> wrong = Names.qualified(name);
            if (wrong.isPresent()) {
                causes.add(Cause.invalid(field, Cause.quoted(name), wrong.get()));
            } else if (!name.contains("/") && !STANDARD_FINALIZERS.contains(name)) {
                causes.add(Cause.invalid(
                        field,
                        Cause.quoted(name),
                        "name is neither a standard finalizer name nor is it fully qualified"));
            }
        }
    }

    /** What is wrong with the keys of a ConfigMap or Secret under {@code field}. */
    public static List<Cause> dataKeys(JsonNode data, String field) {
        List<Cause> causes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : data.properties()) {
            Names.dataKey(entry.getKey())
                    .ifPresent(words -> causes.add(
                            Cause.invalid(field + "[" + entry.getKey() + "]", Cause.quoted(entry.getKey()), words)));
        }
        return causes;
    }
}
