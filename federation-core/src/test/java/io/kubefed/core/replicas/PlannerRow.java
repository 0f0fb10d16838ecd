package io.kubefed.core.replicas;

import io.kubefed.core.model.ClusterName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table of plans, as text: preferences ({@code a w10000 m2 M10; * w1}), members ({@code a b c}), counts per member
 * ({@code a10 b20}; empty for none).
 */
final class PlannerRow {

    private static final Pattern COUNT = Pattern.compile("([a-z]+(?:[0-9](?==))?)=?([0-9]+)");

    private PlannerRow() {}

    static ReplicaPreferences preferences(boolean rebalance, String text) {
        Map<ClusterName, ReplicaPreference> clusters = new HashMap<>();
        @Nullable ReplicaPreference others = null;
        for (String entry : text.split(";")) {
            String[] words = entry.strip().split(" ");
            ReplicaPreference preference = preference(words);
            if (words[0].equals("*")) {
                others = preference;
            } else {
                clusters.put(name(words[0]), preference);
            }
        }
        return new ReplicaPreferences(rebalance, clusters, others);
    }

    private static ReplicaPreference preference(String[] words) {
        int min = 0;
        int max = ReplicaPreference.UNBOUNDED;
        int weight = 0;
        for (int i = 1; i < words.length; i++) {
            int value = Integer.parseInt(words[i].substring(1));
            switch (words[i].charAt(0)) {
                case 'm' -> min = value;
                case 'M' -> max = value;
                default -> weight = value;
            }
        }
        return new ReplicaPreference(min, max, weight);
    }

    static List<Candidate> candidates(String members, @Nullable String current, @Nullable String capacity) {
        Map<ClusterName, Integer> currents = counts(current);
        Map<ClusterName, Integer> capacities = counts(capacity);
        List<Candidate> candidates = new ArrayList<>();
        Stream.of(members.split(" "))
                .filter(word -> !word.isEmpty())
                .map(PlannerRow::name)
                .forEach(name -> candidates.add(new Candidate(
                        name,
                        currents.getOrDefault(name, 0),
                        capacities.getOrDefault(name, Candidate.UNLIMITED),
                        false)));
        return candidates;
    }

    static Map<ClusterName, Integer> counts(@Nullable String text) {
        Map<ClusterName, Integer> counts = new TreeMap<>();
        if (text != null) {
            Matcher matcher = COUNT.matcher(text.toLowerCase(Locale.ROOT));
            while (matcher.find()) {
                counts.put(name(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            }
        }
        return counts;
    }

    static String text(Map<ClusterName, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + "" + entry.getValue())
                .collect(Collectors.joining(" "));
    }

    private static ClusterName name(String word) {
        return new ClusterName(word.toLowerCase(Locale.ROOT));
    }
}
