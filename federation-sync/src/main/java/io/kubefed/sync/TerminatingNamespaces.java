package io.kubefed.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubefed.core.client.KubeObject;
import io.kubefed.core.loop.Limit;
import io.kubefed.core.loop.Outcome;
import io.kubefed.core.loop.Priority;
import io.kubefed.core.loop.WorkQueue;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.informers.store.Entry;
import io.kubefed.sync.deletion.NamespaceContent;
import io.kubefed.sync.plan.PropagationScope;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Has namespaces of the federation API that are being deleted emptied, where no namespace controller does.
 *
 * <p>Design note: whether there is one is not asked but seen. A namespace controller empties a namespace at once, and where it cannot, it
 * says why in the namespace's conditions. So a namespace that is still there after {@link #PATIENCE}, with its finalizer and without a
 * word, has none. Should there be one after all that was away all that time, both do the same, and neither takes the finalizer off
 * before the namespace is empty.
 */
final class TerminatingNamespaces {

    private static final Logger LOG = LoggerFactory.getLogger(TerminatingNamespaces.class);
    private static final ResourceType NAMESPACES = new ResourceType("", "v1", "namespaces", "Namespace", false);
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Surroundings surroundings;
    private final Memory memory;
    private final NamespaceContent content;
    private final WorkQueue<ObjectKey> queue;
    private final Map<String, Instant> since = new ConcurrentHashMap<>();

    TerminatingNamespaces(Surroundings surroundings, Memory memory) {
        this.surroundings = surroundings;
        this.memory = memory;
        this.content = new NamespaceContent(surroundings.federationApi());
        this.queue = WorkQueue.<ObjectKey>builder(surroundings.timer(), surroundings.random())
                .limit(Limit.of(2))
                .share(key -> key)
                .onFailure((key, error, failures, retryIn) -> LOG.atInfo()
                        .addKeyValue("namespace", key.name())
                        .addKeyValue("error", error.getMessage())
                        .addKeyValue("retryIn", retryIn)
                        .log("namespace is not empty yet"))
                .build();
    }

    /** Has a namespace looked at. Never blocks. */
    void add(ObjectKey namespace) {
        queue.add(namespace, Priority.LOW);
    }

    /**
     * Looks at namespaces as they are added.
     *
     * @return completes never
     */
    Mono<Void> run() {
        return queue.drain(this::look);
    }

    private Mono<Outcome> look(ObjectKey key) {
        @Nullable KubeObject namespace = namespace(key);
        if (namespace == null || !isForsaken(key, namespace)) {
            return Mono.just(Outcome.SETTLED);
        }
        Instant now = surroundings.now();
        Instant first = since.computeIfAbsent(namespace.uid(), uid -> now);
        Duration rest = PATIENCE.minus(Duration.between(first, now));
        if (!rest.isNegative() && !rest.isZero()) {
            return Mono.just(new Outcome.RequeueAfter(rest));
        }
        return content.remove(namespace).then(Mono.fromSupplier(() -> {
            since.remove(namespace.uid());
            return Outcome.SETTLED;
        }));
    }

    private @Nullable KubeObject namespace(ObjectKey key) {
        for (TypeSync sync : memory.types().values()) {
            if (isNamespaces(sync.type())) {
                @Nullable Entry entry = sync.templates().store().find(key);
                return entry == null || entry.body() == null ? null : KubeObject.parse(entry.body());
            }
        }
        return null;
    }

    static boolean isNamespaces(ResourceType type) {
        return type.groupResource().equals("namespaces");
    }

    private static boolean isForsaken(ObjectKey key, KubeObject namespace) {
        boolean held = false;
        for (JsonNode finalizer : namespace.json().at("/spec/finalizers")) {
            held |= finalizer.asText().equals(NamespaceContent.FINALIZER);
        }
        return namespace.deleting()
                && held
                && namespace.json().at("/status/conditions").isEmpty()
                && !PropagationScope.belongsToOneCluster(NAMESPACES, key);
    }
}
