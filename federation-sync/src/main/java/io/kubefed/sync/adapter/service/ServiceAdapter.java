package io.kubefed.sync.adapter.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.sync.adapter.TypeAdapter;
import java.util.List;

/**
 * Services: cluster IPs, node ports and health-check ports are each member's own, since what one cluster allocated may be taken in
 * the next. A headless Service stays headless.
 */
public final class ServiceAdapter implements TypeAdapter {

    @Override
    public List<String> groupResources() {
        return List.of("services");
    }

    @Override
    public void shape(ObjectNode body) {
        if (!(body.path("spec") instanceof ObjectNode spec)) {
            return;
        }
        if (!spec.path("clusterIP").asText("").equals("None")) {
            spec.remove("clusterIP");
        }
        spec.remove(List.of("clusterIPs", "healthCheckNodePort", "ipFamilies", "ipFamilyPolicy"));
        for (JsonNode port : spec.path("ports")) {
            if (port instanceof ObjectNode fields) {
                fields.remove("nodePort");
            }
        }
    }
}
