package io.kubefed.sync.preferences;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.replicas.ReplicaPreferences;

/**
 * How many replicas a template wants in all, and how they are to be divided.
 *
 * @param replicas in all members together, 0 or more
 * @param preferences how the user wants them divided
 */
public record ReplicaDemand(int replicas, ReplicaPreferences preferences) {

    /** Checks the preferences. */
    public ReplicaDemand {
        requireNonNull(preferences, "preferences");
    }

    /**
     * The demand of a workload.
     *
     * @param annotation where its preferences are
     * @throws IllegalArgumentException if they are not valid, or the number is none; the message quotes it
     */
    public static ReplicaDemand of(KubeObject workload, String annotation) {
        JsonNode replicas = workload.json().path("spec").path("replicas");
        boolean absent = replicas.isMissingNode() || replicas.isNull();
        if (!absent && (!replicas.canConvertToInt() || replicas.intValue() < 0)) {
            throw new IllegalArgumentException("spec.replicas is " + replicas + ", but must be 0 or more");
        }
        return new ReplicaDemand(
                absent ? 1 : replicas.intValue(),
                PreferencesAnnotation.parse(
                        annotation,
                        workload.metadata().path("annotations").path(annotation).textValue()));
    }
}
