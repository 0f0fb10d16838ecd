package io.kubefed.apiserver.authz.rbac;

import io.kubefed.apiserver.authz.Rule;
import io.kubefed.apiserver.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether somebody who has some rules may hand on others: each smallest part of what is handed on, one verb on one resource or path, must
 * be in one of the rules that are held.
 */
final class Coverage {

    private Coverage() {}

    /** What of {@code wanted} is not in {@code held}, in smallest parts. */
    static List<Rule> missing(List<Rule> held, List<Rule> wanted) {
        List<Rule> missing = new ArrayList<>();
        for (Rule rule : wanted) {
            for (Rule part : parts(rule)) {
                if (held.stream().noneMatch(owned -> covers(owned, part))) {
                    missing.add(part);
                }
            }
        }
        return missing;
    }

    private static List<Rule> parts(Rule rule) {
        List<Rule> parts = new ArrayList<>();
        List<List<String>> names = rule.names().isEmpty()
                ? List.of(List.<String>of())
                : rule.names().stream().map(List::of).toList();
        for (String verb : rule.verbs()) {
            for (String group : rule.groups()) {
                for (String resource : rule.resources()) {
                    for (List<String> name : names) {
                        parts.add(new Rule(List.of(verb), List.of(group), List.of(resource), name, List.of()));
                    }
                }
            }
            for (String path : rule.paths()) {
                parts.add(new Rule(List.of(verb), List.of(), List.of(), List.of(), List.of(path)));
            }
        }
        return parts;
    }

    private static boolean covers(Rule owned, Rule part) {
        boolean names = owned.names().isEmpty()
                || (!part.names().isEmpty() && owned.names().containsAll(part.names()));
        return has(owned.verbs(), part.verbs())
                && (part.paths().isEmpty()
                        ? has(owned.groups(), part.groups())
                                && resource(owned, part.resources().get(0))
                                && names
                        : path(owned, part.paths().get(0)));
    }

    private static boolean has(List<String> owned, List<String> wanted) {
        return owned.contains("*") || owned.containsAll(wanted);
    }

    private static boolean resource(Rule owned, String resource) {
        int slash = resource.indexOf('/');
        return has(owned.resources(), List.of(resource))
                || (slash > 0 && owned.resources().contains("*" + resource.substring(slash)));
    }

    private static boolean path(Rule owned, String path) {
        return owned.paths().stream()
                .anyMatch(allowed -> allowed.equals(path)
                        || (allowed.endsWith("*") && path.startsWith(allowed.substring(0, allowed.length() - 1))));
    }

    /** Rules as a real server lists them in a refusal: verbs together, in order, a line each. */
    static String words(List<Rule> rules) {
        Map<Rule, List<String>> verbs = new LinkedHashMap<>();
        for (Rule rule : rules) {
            Rule without = new Rule(List.of(), rule.groups(), rule.resources(), rule.names(), rule.paths());
            List<String> same = verbs.computeIfAbsent(without, key -> new ArrayList<>());
            rule.verbs().stream().filter(verb -> !same.contains(verb)).forEach(same::add);
        }
        Map<String, String> lines = new TreeMap<>();
        verbs.forEach((rule, same) -> {
            String line = line(rule, same);
            lines.put(line, line);
        });
        return String.join("\n", lines.values());
    }

    private static String line(Rule rule, List<String> verbs) {
        List<String> parts = new ArrayList<>();
        put(parts, "APIGroups", rule.groups());
        put(parts, "Resources", rule.resources());
        put(parts, "ResourceNames", rule.names());
        put(parts, "NonResourceURLs", rule.paths());
        put(parts, "Verbs", verbs);
        return "{" + String.join(", ", parts) + "}";
    }

    private static void put(List<String> parts, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            parts.add(name + ":[" + texts.stream().map(Json::quoted).collect(Collectors.joining(" ")) + "]");
        }
    }
}
