package io.kubefed.apiserver.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.apiserver.catalog.Definition;
import io.kubefed.apiserver.catalog.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A field selector such as {@code metadata.name=shop,status.phase!=Active}; which fields there are depends on the type. */
final class FieldSelector implements Predicate<JsonNode> {

    private static final Set<String> EVERYWHERE = Set.of("metadata.name", "metadata.namespace");
    private static final Map<String, Set<String>> MORE = Map.of(
            "pods",
            Set.of(
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "spec.hostNetwork",
                    "status.phase",
                    "status.podIP",
                    "status.podIPs",
                    "status.nominatedNodeName"),
            "events",
            Set.of(
                    "involvedObject.kind",
                    "involvedObject.namespace",
                    "involvedObject.name",
                    "involvedObject.uid",
                    "involvedObject.apiVersion",
                    "involvedObject.resourceVersion",
                    "involvedObject.fieldPath",
                    "reason",
                    "reportingComponent",
                    "source",
                    "type"),
            "namespaces",
            Set.of("status.phase"),
            "nodes",
            Set.of("spec.unschedulable"),
            "secrets",
            Set.of("type"),
            "services",
            Set.of("spec.clusterIP", "spec.type"),
            "replicationcontrollers",
            Set.of("status.replicas"),
            "certificatesigningrequests.certificates.k8s.io",
            Set.of("spec.signerName"),
            "jobs.batch",
            Set.of("status.successful"));

    private final List<Term> terms;

    private record Term(String field, boolean equal, String value) {
        boolean holds(JsonNode object) {
            return valueOf(object).equals(value) == equal;
        }

        private String valueOf(JsonNode object) {
            JsonNode node = object;
            for (String part : field.split("\\.")) {
                node = node.path(part);
            }
            return node.isContainerNode() ? "" : node.asText("");
        }
    }

    private FieldSelector(List<Term> terms) {
        this.terms = terms;
    }

    /**
     * Reads a selector for a type; the empty one selects everything.
     *
     * @throws SelectorError if it is none, or the type has no such field
     */
    static FieldSelector parse(String text, Resource resource) {
        List<Term> terms = new ArrayList<>();
        for (String part : split(text)) {
            Term term = term(part);
            check(term.field, resource);
            terms.add(term);
        }
        return new FieldSelector(terms);
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                part.append(c).append(text.charAt(++i));
            } else if (c == ',') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        parts.removeIf(String::isEmpty);
        return parts;
    }

    private static Term term(String part) {
        for (String operator : List.of("!=", "==", "=")) {
            int at = part.indexOf(operator);
            if (at >= 0) {
                return new Term(
                        part.substring(0, at),
                        !operator.equals("!="),
                        unescaped(part.substring(at + operator.length())));
            }
        }
        throw new SelectorError("invalid selector: '" + part + "'; can't understand '" + part + "'");
    }

    private static String unescaped(String value) {
        return value.replaceAll("\\\\([\\\\,=])", "$1");
    }

    private static void check(String field, Resource resource) {
        Set<String> more = MORE.getOrDefault(resource.groupResource(), Set.of());
        if (EVERYWHERE.contains(field) || more.contains(field)) {
            return;
        }
        Definition definition = resource.definition();
        if (definition != null) {
            if (!definition.selectableFields().contains("." + field)) {
                throw new SelectorError("field label not supported: " + field);
            }
        } else if (resource.groupResource().equals("jobs.batch")) {
            throw new SelectorError("field label \"" + field + "\" not supported for Job");
        } else if (more.isEmpty()) {
            throw new SelectorError(
                    "\"" + field + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
        } else {
            throw new SelectorError("field label not supported: " + field);
        }
    }

    /** Whether it selects by anything at all. */
    boolean selective() {
        return !terms.isEmpty();
    }

    @Override
    public boolean test(JsonNode object) {
        for (Term term : terms) {
            if (!term.holds(object)) {
                return false;
            }
        }
        return true;
    }
}
