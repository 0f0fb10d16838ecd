package io.kubefed.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.model.ClusterName;
import io.kubefed.informers.store.Entry;
import io.kubefed.sync.adapter.TypeAdapter.Copy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads how many replicas copies have, from their status. */
final class Replicas {

    private Replicas() {}

    /** Replicas that a copy had when it was last seen. */
    static int running(Entry copy) {
        @Nullable ObjectNode status = Json.object(copy.status());
        return status == null ? 0 : Math.max(0, status.path("replicas").asInt(0));
    }

    /** Ready replicas per member. */
    static Map<ClusterName, Integer> ready(List<Copy> copies) {
        Map<ClusterName, Integer> ready = new TreeMap<>();
        for (Copy copy : copies) {
            if (copy.status() != null) {
                ready.put(
                        copy.member(),
                        Math.max(0, copy.status().path("readyReplicas").asInt(0)));
            }
        }
        return ready;
    }
}
