package io.kubefed.sync.cluster;

import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.model.ClusterName;
import io.kubefed.sync.ToyCluster;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Connects to toys by their address; credentials make it forget the one of before. */
final class ToyConnector implements MemberConnector {

    final Map<String, ToyCluster> clusters = new TreeMap<>();
    final List<String> tokens = new ArrayList<>();
    final List<ClusterClient> closed = new ArrayList<>();

    @Override
    public ClusterClient connect(ClusterName member, String address, Map<String, byte[]> secret) {
        if (secret.containsKey("token")) {
            tokens.add(new String(Objects.requireNonNull(secret.get("token")), StandardCharsets.UTF_8));
            clusters.remove(address);
        }
        return clusters.computeIfAbsent(address, ToyCluster::new);
    }

    @Override
    public void close(ClusterClient client) {
        closed.add(client);
    }
}
