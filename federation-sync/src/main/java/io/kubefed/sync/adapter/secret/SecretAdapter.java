package io.kubefed.sync.adapter.secret;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.sync.adapter.TypeAdapter;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Secrets: tokens that are good for one cluster only stay there. */
public final class SecretAdapter implements TypeAdapter {

    private static final Set<String> OF_ONE_CLUSTER =
            Set.of("kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token");

    @Override
    public List<String> groupResources() {
        return List.of("secrets");
    }

    @Override
    public Optional<String> excludes(KubeObject template) {
        String type = template.json().path("type").asText("");
        return OF_ONE_CLUSTER.contains(type)
                ? Optional.of("a Secret of type " + type + " is good for one cluster only")
                : Optional.empty();
    }

    @Override
    public void shape(ObjectNode body) {}
}
