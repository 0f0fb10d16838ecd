package io.kubefed.sync.cluster;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubefed.core.client.ClusterClient;
import io.kubefed.core.error.FederationException;
import io.kubefed.core.membership.Cluster;
import io.kubefed.core.membership.Health;
import io.kubefed.core.model.Condition;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.sync.ownership.Marks;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * What becomes of the copies of a member whose {@code Cluster} is deleted. They stay, as in v1, unless its annotation says
 * {@code delete}: then a finalizer holds the {@code Cluster} until they are gone, and a condition tells what it waits for.
 *
 * <p>Taking the annotation or the finalizer away lets the member go at once, with its copies.
 */
final class Unjoining {

    private static final Logger LOG = LoggerFactory.getLogger(Unjoining.class);
    private static final String UNJOINED = "Unjoined";
    private static final String DELETE = "delete";
    private static final String REMEDY = "; to leave them there, remove annotation " + Marks.ON_UNJOIN_ANNOTATION
            + " or finalizer " + Marks.CLUSTER_FINALIZER;

    private final ClusterClient federationApi;
    private final String fieldManager;

    Unjoining(ClusterClient federationApi, String fieldManager) {
        this.federationApi = requireNonNull(federationApi, "federationApi");
        this.fieldManager = requireNonNull(fieldManager, "fieldManager");
    }

    /** Whether the copies are to be deleted now. */
    static boolean isLeaving(Cluster cluster) {
        return cluster.deleting() && isHeld(cluster) && asks(cluster);
    }

    private static boolean isHeld(Cluster cluster) {
        return cluster.finalizers().contains(Marks.CLUSTER_FINALIZER);
    }

    private static boolean asks(Cluster cluster) {
        return DELETE.equals(cluster.annotations().get(Marks.ON_UNJOIN_ANNOTATION));
    }

    /**
     * Makes the finalizer follow the annotation.
     *
     * @return completes also if it could not be written, which is logged and tried again with the next look; at most one request
     */
    Mono<Void> hold(Cluster cluster) {
        boolean put = asks(cluster) && !isHeld(cluster) && !cluster.deleting();
        boolean remove = isHeld(cluster) && !asks(cluster);
        return put || remove
                ? write(cluster, put).onErrorResume(FederationException.class, error -> complain(cluster, error))
                : Mono.empty();
    }

    private static Mono<Void> complain(Cluster cluster, FederationException error) {
        LOG.atWarn()
                .addKeyValue("member", cluster.name())
                .addKeyValue("error", error.getMessage())
                .log("cannot write the finalizer that " + Marks.ON_UNJOIN_ANNOTATION + " asks for");
        return Mono.empty();
    }

    /** Lets a member go that has no copies any more. One request. */
    Mono<Void> release(Cluster cluster) {
        return write(cluster, false);
    }

    private Mono<Void> write(Cluster cluster, boolean held) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata =
                patch.putObject("metadata").put("uid", cluster.uid()).put("resourceVersion", cluster.resourceVersion());
        ArrayNode finalizers = metadata.putArray("finalizers");
        cluster.finalizers().stream()
                .filter(finalizer -> !finalizer.equals(Marks.CLUSTER_FINALIZER))
                .forEach(finalizers::add);
        if (held) {
            finalizers.add(Marks.CLUSTER_FINALIZER);
        }
        return federationApi
                .mergePatch(
                        ClusterCodec.CLUSTER,
                        ObjectKey.clusterScoped(cluster.name().value()),
                        "",
                        patch.toString(),
                        fieldManager)
                .then()
                .onErrorResume(
                        FederationException.class, error -> error.code() == 404 ? Mono.empty() : Mono.error(error));
    }

    /** What there is to say about the annotation, or about what the deletion waits for; empty if nothing. */
    static Optional<Condition> condition(Cluster cluster, Health health, Leftovers leftovers, Instant now) {
        if (isLeaving(cluster)) {
            String words = words(health, leftovers.in(cluster.name()));
            return Optional.of(new Condition(UNJOINED, Condition.Status.FALSE, reason(health), words + REMEDY, now));
        }
        @Nullable String value = cluster.annotations().get(Marks.ON_UNJOIN_ANNOTATION);
        return value == null || value.equals(DELETE) || value.equals("orphan")
                ? Optional.empty()
                : Optional.of(new Condition(
                        UNJOINED,
                        Condition.Status.FALSE,
                        "InvalidAnnotation",
                        "annotation " + Marks.ON_UNJOIN_ANNOTATION + " is \"" + value
                                + "\", and copies stay when the Cluster is deleted; write \"" + DELETE
                                + "\" to have them deleted, or \"orphan\"",
                        now));
    }

    /** Whether the status shows a condition of this kind. */
    static boolean isSaidOf(Cluster cluster) {
        return cluster.status().conditions().stream()
                .anyMatch(condition -> condition.type().equals(UNJOINED));
    }

    private static String reason(Health health) {
        return health == Health.READY ? "CopiesLeft" : "MemberNotReady";
    }

    private static String words(Health health, Leftovers.Count left) {
        String copies = left.copies() == 1 ? "1 copy is" : left.copies() + " copies are";
        if (health != Health.READY) {
            return "member is " + health.words() + "; " + copies + " known to be in it, to be deleted when it is back";
        }
        return left.copies() == 0 ? "making sure that no copy is left" : copies + " left to be deleted";
    }
}
