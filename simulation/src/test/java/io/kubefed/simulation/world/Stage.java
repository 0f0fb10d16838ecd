package io.kubefed.simulation.world;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The clusters that play a part, as those see them who stand beside.
 *
 * @param federation the federation API
 * @param members the members by name, joined or not; sorted
 */
public record Stage(Door federation, Map<String, Door> members) {

    /** The members that are joined now. */
    public Set<String> joined() {
        Set<String> names = new TreeSet<>();
        federation.list(Types.CLUSTERS).stream()
                .filter(cluster -> !cluster.deleting())
                .forEach(cluster -> names.add(cluster.name()));
        return names;
    }
}
