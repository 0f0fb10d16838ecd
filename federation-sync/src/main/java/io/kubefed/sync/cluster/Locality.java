package io.kubefed.sync.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.ResourceType;
import java.util.List;
import java.util.TreeSet;
import reactor.core.publisher.Mono;

/**
 * Where a member is, by the labels of its nodes.
 *
 * @param zones the zones of its nodes, sorted, without doubles; may be empty
 * @param region the region, if all nodes that name one name the same; empty otherwise
 */
record Locality(List<String> zones, String region) {

    static final Locality UNKNOWN = new Locality(List.of(), "");

    private static final ResourceType NODES = new ResourceType("", "v1", "nodes", "Node", false);
    private static final List<String> ZONE =
            List.of("topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone");
    private static final List<String> REGION =
            List.of("topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region");

    /**
     * Reads the nodes.
     *
     * @return emits once; errors if they cannot be read
     */
    static Mono<Locality> of(ClusterClient client) {
        return client.list(NODES, "")
                .map(KubeObject::metadata)
                .map(metadata -> metadata.path("labels"))
                .collectList()
                .map(Locality::of);
    }

    static Locality of(List<JsonNode> labels) {
        TreeSet<String> zones = new TreeSet<>();
        TreeSet<String> regions = new TreeSet<>();
        for (JsonNode node : labels) {
            add(node, ZONE, zones);
            add(node, REGION, regions);
        }
        return new Locality(List.copyOf(zones), regions.size() == 1 ? regions.first() : "");
    }

    private static void add(JsonNode labels, List<String> names, TreeSet<String> values) {
        names.stream()
                .map(name -> labels.path(name).asText(""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .ifPresent(values::add);
    }
}
