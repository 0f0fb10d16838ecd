package io.kubefed.sync.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.error.PermanentException;
import io.kubefed.core.membership.Cluster;
import io.kubefed.core.membership.ServerAddress;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.Condition;
import io.kubefed.core.model.ResourceType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** {@code Cluster} objects as values, and their status back. */
public final class ClusterCodec {

    /** {@code Cluster} wherever the federation API may live. */
    public static final ResourceType CLUSTER =
            new ResourceType("federation.kubefed.io", "v1beta1", "clusters", "Cluster", false);

    private ClusterCodec() {}

    /**
     * Reads a {@code Cluster}.
     *
     * @throws PermanentException if it is none that could be joined; the message says what to mend
     */
    public static Cluster decode(KubeObject object) {
        JsonNode spec = object.json().path("spec");
        List<ServerAddress> addresses = new ArrayList<>();
        for (JsonNode address : spec.path("serverAddressByClientCIDRs")) {
            addresses.add(new ServerAddress(
                    address.path("clientCIDR").asText(""),
                    address.path("serverAddress").asText("")));
        }
        return new Cluster(
                name(object.name()),
                object.uid(),
                object.resourceVersion(),
                object.labels(),
                object.annotations(),
                object.deleting(),
                object.finalizers(),
                addresses,
                spec.path("secretRef").path("name").asText(""),
                spec.path("unschedulable").asBoolean(false),
                status(object.json().path("status")));
    }

    private static ClusterName name(String name) {
        try {
            return new ClusterName(name);
        } catch (IllegalArgumentException e) {
            throw new PermanentException("Cluster " + name + ": " + e.getMessage());
        }
    }

    private static Cluster.Status status(JsonNode status) {
        List<Condition> conditions = new ArrayList<>();
        for (JsonNode condition : status.path("conditions")) {
            conditions.add(new Condition(
                    condition.path("type").asText(""),
                    Condition.Status.of(condition.path("status").asText("")),
                    condition.path("reason").asText(""),
                    condition.path("message").asText(""),
                    instant(condition.path("lastTransitionTime").asText(""))));
        }
        List<String> zones = new ArrayList<>();
        status.path("zones").forEach(zone -> zones.add(zone.asText()));
        return new Cluster.Status(conditions, zones, status.path("region").asText(""));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException unreadable) {
            return Instant.EPOCH;
        }
    }

    /** The merge patch that makes the status of a {@code Cluster} this one. */
    static String statusPatch(Cluster.Status status) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode json = patch.putObject("status");
        for (Condition condition : status.conditions()) {
            json.withArray("/conditions")
                    .addObject()
                    .put("type", condition.type())
                    .put("status", condition.status().wire())
                    .put("reason", condition.reason())
                    .put("message", condition.message())
                    .put("lastTransitionTime", condition.lastTransition().toString());
        }
        if (status.zones().isEmpty()) {
            json.putNull("zones");
        } else {
            status.zones().forEach(json.putArray("zones")::add);
        }
        if (status.region().isEmpty()) {
            json.putNull("region");
        } else {
            json.put("region", status.region());
        }
        return patch.toString();
    }
}
