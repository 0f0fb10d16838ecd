package io.kubefed.core.placement;

import java.util.List;
import java.util.Map;

/**
 * Which members get a template, by the labels of their {@code Cluster}: those that meet every requirement.
 *
 * @param requirements all of them must hold; none selects every member; immutable
 */
public record ClusterSelector(List<Requirement> requirements) {

    /** The annotation of Federation v1 that holds a selector as a JSON array. */
    public static final String ANNOTATION = "federation.alpha.kubernetes.io/cluster-selector";

    /** Selects every member, as a template without the annotation does. */
    public static final ClusterSelector EVERYWHERE = new ClusterSelector(List.of());

    /** Copies the requirements. */
    public ClusterSelector {
        requirements = List.copyOf(requirements);
    }

    /** Whether a member whose {@code Cluster} has these labels is selected. */
    public boolean selects(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.matches(labels));
    }
}
