package io.kubefed.simulation.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.simulation.world.Thing;
import io.kubefed.simulation.world.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What each member should have of a template: of a Deployment its share of the replicas, of everything else the whole. */
final class Shares {

    private final boolean divided;
    private final int total;
    private final Map<String, Integer> wanted = new TreeMap<>();

    /** The shares that the record shows. */
    Shares(Thing thing, KubeObject template, KubeObject record) {
        divided = thing.type().equals(Types.DEPLOYMENTS);
        total = template.json().at("/spec/replicas").asInt(1);
        if (divided) {
            for (JsonNode member : record.json().at("/replicas/members")) {
                wanted.put(member.path("name").asText(), member.path("wanted").asInt());
            }
        }
    }

    /** Whether a selected member needs a copy. */
    boolean needs(String member) {
        return !divided || total == 0 || wanted.getOrDefault(member, 0) > 0;
    }

    /** What a copy should say, given what the template says. */
    ObjectNode in(String member, ObjectNode template) {
        if (divided) {
            template.withObjectProperty("spec").put("replicas", wanted.getOrDefault(member, 0));
        }
        return template;
    }

    /** What is wrong with the division itself. */
    List<String> complaints(Set<String> selected) {
        List<String> complaints = new ArrayList<>();
        if (!divided) {
            return complaints;
        }
        int sum = wanted.values().stream().mapToInt(Integer::intValue).sum();
        if (sum != (selected.isEmpty() ? 0 : total)) {
            complaints.add("of " + total + " replicas " + sum + " are given to " + wanted);
        }
        wanted.forEach((member, replicas) -> {
            if (replicas > 0 && !selected.contains(member)) {
                complaints.add(replicas + " replicas are given to " + member + ", which is not selected");
            }
        });
        return complaints;
    }
}
