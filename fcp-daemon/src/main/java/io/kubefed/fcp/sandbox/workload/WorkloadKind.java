package io.kubefed.fcp.sandbox.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.model.ResourceType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/** A type of workload, and how its status goes on: pure. Written as real controllers write it, zeros left out where they do. */
enum WorkloadKind {
    DEPLOYMENT("apps", "deployments", "Deployment") {
        @Override
        void show(ObjectNode status, KubeObject object, int wanted, int ready, Instant now) {
            counts(status, wanted, "replicas", "updatedReplicas");
            counts(status, ready, "readyReplicas", "availableReplicas");
            counts(status, wanted - ready, "unavailableReplicas");
            JsonNode before = object.json().path("status").path("conditions");
            ArrayNode conditions = status.putArray("conditions");
            boolean whole = ready == wanted;
            String available = whole ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable";
            String progress = whole ? "NewReplicaSetAvailable" : "ReplicaSetUpdated";
            conditions.add(Condition.of(before, "Available", whole, available, "lastUpdateTime", now));
            conditions.add(Condition.of(before, "Progressing", true, progress, "lastUpdateTime", now));
        }
    },
    REPLICA_SET("apps", "replicasets", "ReplicaSet") {
        @Override
        void show(ObjectNode status, KubeObject object, int wanted, int ready, Instant now) {
            status.put("replicas", wanted);
            counts(status, wanted, "fullyLabeledReplicas");
            counts(status, ready, "readyReplicas", "availableReplicas");
        }
    },
    STATEFUL_SET("apps", "statefulsets", "StatefulSet") {
        @Override
        void show(ObjectNode status, KubeObject object, int wanted, int ready, Instant now) {
            status.put("replicas", wanted).put("availableReplicas", ready);
            counts(status, wanted, "currentReplicas", "updatedReplicas");
            counts(status, ready, "readyReplicas");
            String revision = object.name() + "-" + object.generation();
            status.put("currentRevision", revision).put("updateRevision", revision);
            status.put("collisionCount", 0);
        }
    },
    DAEMON_SET("apps", "daemonsets", "DaemonSet") {
        @Override
        int wanted(KubeObject object) {
            return 1;
        }

        @Override
        int ready(JsonNode status) {
            return status.path("numberReady").asInt();
        }

        @Override
        void show(ObjectNode status, KubeObject object, int wanted, int ready, Instant now) {
            status.put("desiredNumberScheduled", wanted)
                    .put("currentNumberScheduled", wanted)
                    .put("numberMisscheduled", 0)
                    .put("numberReady", ready);
            counts(status, wanted, "updatedNumberScheduled");
            counts(status, ready, "numberAvailable");
            counts(status, wanted - ready, "numberUnavailable");
        }
    },
    JOB("batch", "jobs", "Job") {
        @Override
        int wanted(KubeObject object) {
            JsonNode spec = object.json().path("spec");
            return spec.path("suspend").asBoolean()
                    ? 0
                    : spec.path("completions").asInt(parallelism(spec));
        }

        @Override
        int ready(JsonNode status) {
            return status.path("succeeded").asInt();
        }

        @Override
        boolean isSeen(KubeObject object) {
            return object.json().at("/status/startTime").isTextual();
        }

        @Override
        void show(ObjectNode status, KubeObject object, int wanted, int ready, Instant now) {
            JsonNode spec = object.json().path("spec");
            JsonNode before = object.json().path("status");
            status.remove("observedGeneration");
            if (spec.path("suspend").asBoolean()) {
                status.putArray("conditions")
                        .add(Condition.of(
                                before.path("conditions"), "Suspended", true, "JobSuspended", "lastProbeTime", now));
                return;
            }
            status.put("startTime", before.path("startTime").asText(now.toString()));
            if (ready < wanted) {
                counts(status, Math.min(parallelism(spec), wanted), "active", "ready");
            } else {
                status.put("completionTime", before.path("completionTime").asText(now.toString()));
                ArrayNode conditions = status.putArray("conditions");
                for (String type : new String[] {"SuccessCriteriaMet", "Complete"}) {
                    conditions.add(Condition.of(
                            before.path("conditions"), type, true, "CompletionsReached", "lastProbeTime", now));
                }
            }
            counts(status, ready, "succeeded");
            status.putObject("uncountedTerminatedPods");
        }
    };

    private final ResourceType type;

    WorkloadKind(String group, String plural, String kind) {
        this.type = new ResourceType(group, "v1", plural, kind, true);
    }

    ResourceType type() {
        return type;
    }

    /**
     * The status that comes next; that of the object if nothing is left to happen. First a change is seen, with nothing more ready than
     * before; then all is.
     */
    ObjectNode next(KubeObject object, Instant now) {
        int wanted = wanted(object);
        int before = Math.min(wanted, ready(object.json().path("status")));
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("observedGeneration", Math.toIntExact(object.generation()));
        show(status, object, wanted, isSeen(object) ? wanted : before, now.truncatedTo(ChronoUnit.SECONDS));
        return status;
    }

    /** How many replicas, nodes or completions there are to be. */
    int wanted(KubeObject object) {
        return object.json().path("spec").path("replicas").asInt(1);
    }

    /** How many there are, by this status. */
    int ready(JsonNode status) {
        return status.path("readyReplicas").asInt();
    }

    /** Whether the status speaks of the object as it is. */
    boolean isSeen(KubeObject object) {
        return object.json().path("status").path("observedGeneration").asLong(-1) == object.generation();
    }

    abstract void show(ObjectNode status, KubeObject object, int wanted, int ready, Instant now);

    private static int parallelism(JsonNode spec) {
        return spec.path("parallelism").asInt(1);
    }

    private static void counts(ObjectNode status, int count, String... fields) {
        if (count != 0) {
            Arrays.stream(fields).forEach(field -> status.put(field, count));
        }
    }
}
