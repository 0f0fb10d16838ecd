package io.kubefed.e2e.differential;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What is different on purpose, from {@code differences.yaml}: where, and why; and what is not yet the same, from {@code open.yaml}. */
final class Differences {

    private record Known(Pattern scenario, Pattern difference, String reason) {}

    private final List<Known> purposes = new ArrayList<>();
    private final List<Known> known = new ArrayList<>();
    private final Set<Known> seen = ConcurrentHashMap.newKeySet();

    static Differences read() {
        Differences differences = new Differences();
        Scenario.yaml("differences.yaml").forEach(entry -> differences.purposes.add(known(entry)));
        Scenario.yaml("open.yaml").forEach(entry -> differences.known.add(known(entry)));
        differences.known.addAll(differences.purposes);
        return differences;
    }

    private static Known known(JsonNode entry) {
        return new Known(
                Pattern.compile(entry.path("in").asText(".*")),
                Pattern.compile(entry.get("difference").asText()),
                entry.path("because").asText());
    }

    boolean isKnown(String scenario, String difference) {
        boolean found = false;
        for (Known one : known) {
            if (one.scenario().matcher(scenario).matches()
                    && one.difference().matcher(difference).find()) {
                seen.add(one);
                found = true;
            }
        }
        return found;
    }

    /** Purposes that no answer needed. */
    List<String> unused() {
        Set<Known> unused = new HashSet<>(purposes);
        unused.removeAll(seen);
        return unused.stream().map(Known::toString).sorted().toList();
    }
}
