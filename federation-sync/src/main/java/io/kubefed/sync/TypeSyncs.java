package io.kubefed.sync;

import io.kubefed.core.loop.Backoff;
import io.kubefed.core.loop.Priority;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.core.model.ResourceType;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.informers.informer.FederatedInformer;
import io.kubefed.informers.informer.Informer;
import io.kubefed.informers.informer.InformerSpec;
import io.kubefed.informers.store.Projection;
import io.kubefed.sync.adapter.TypeAdapter;
import io.kubefed.sync.record.MemberRecord;
import io.kubefed.sync.record.Propagation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/** Starts and stops the informers of every type that goes out, as the federation API begins and ceases to serve types. */
final class TypeSyncs {

    private static final Logger LOG = LoggerFactory.getLogger(TypeSyncs.class);
    private static final int MOST_TYPES = Integer.MAX_VALUE;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));
    private static final Duration DEFINITION_SETTLES = Duration.ofSeconds(3);

    private final Surroundings surroundings;
    private final Memory memory;
    private final TemplateCache read = new TemplateCache();
    private final Lanes lanes;
    private final BiConsumer<TemplateKey, Priority> templates;
    private final Consumer<TemplateKey> statuses;
    private final Consumer<ObjectKey> namespaces;
    private final Map<ResourceType, Sinks.Empty<Void>> running = new ConcurrentHashMap<>();
    private final Sinks.Many<Boolean> recheck = Sinks.many().multicast().directBestEffort();

    TypeSyncs(
            Surroundings surroundings,
            Memory memory,
            Lanes lanes,
            BiConsumer<TemplateKey, Priority> templates,
            Consumer<TemplateKey> statuses,
            Consumer<ObjectKey> namespaces) {
        this.surroundings = surroundings;
        this.memory = memory;
        this.lanes = lanes;
        this.templates = templates;
        this.statuses = statuses;
        this.namespaces = namespaces;
    }

    /**
     * Follows what the catalogue says: asks it at the start, and again whenever a CustomResourceDefinition changes.
     *
     * @return completes never
     */
    Mono<Void> run(TypeCatalog catalog) {
        return recheck.asFlux()
                .onBackpressureLatest()
                .startWith(true)
                .concatMap(ignored -> ask(catalog), 1)
                .flatMap(this::follow, MOST_TYPES)
                .then();
    }

    private Mono<Set<ResourceType>> ask(TypeCatalog catalog) {
        return catalog.types()
                .map(served -> served.stream()
                        .filter(one -> surroundings.options().scope().propagates(one.type(), one.custom()))
                        .map(TypeCatalog.Served::type)
                        .collect(Collectors.toSet()))
                .doOnError(error -> LOG.atWarn()
                        .addKeyValue("error", error.getMessage())
                        .log("cannot read the types of the federation API"))
                .retryWhen(Retry.from(failures -> failures.concatMap(this::pause, 1)));
    }

    private Mono<Long> pause(Retry.RetrySignal failure) {
        int failures = (int) Math.min(failure.totalRetriesInARow() + 1, Integer.MAX_VALUE);
        return Mono.delay(BACKOFF.delay(failures, surroundings.random()), surroundings.timer());
    }

    private Flux<Void> follow(Set<ResourceType> served) {
        running.keySet().stream()
                .filter(type -> !served.contains(type))
                .toList()
                .forEach(this::stop);
        return Flux.fromIterable(served)
                .filter(type -> !running.containsKey(type))
                .flatMap(this::start, MOST_TYPES)
                .mergeWith(Mono.fromRunnable(memory::typesKnown));
    }

    private void stop(ResourceType type) {
        Sinks.@Nullable Empty<Void> stopped = running.remove(type);
        memory.types().remove(type);
        if (stopped != null) {
            stopped.tryEmitEmpty();
        }
    }

    private Mono<Void> start(ResourceType type) {
        Sinks.Empty<Void> stopped = Sinks.empty();
        running.put(type, stopped);
        TypeSync sync = open(type);
        memory.types().put(type, sync);
        return sync.run().takeUntilOther(stopped.asMono());
    }

    private TypeSync open(ResourceType type) {
        TypeAdapter adapter = surroundings.adapters().of(type);
        String manager = surroundings.federation().fieldManager();
        Informer seen = surroundings
                .informers()
                .follow(
                        InformerSpec.of(type, new Projection(manager, true, false, true)),
                        surroundings.federationApi());
        FederatedInformer copies = surroundings
                .informers()
                .follow(
                        InformerSpec.of(type, new Projection(manager, false, adapter.aggregatesStatus(), false, true))
                                .labelled(surroundings.federation().ownerSelector()),
                        memory.members());
        seen.onChange(key -> templateChanged(new TemplateKey(type, key), adapter));
        seen.onState(state -> templatesKnown(type, seen));
        copies.onChange((member, key) -> copyChanged(new TemplateKey(type, key), member, adapter));
        copies.onSynced(member -> lookAtAll(type, member));
        return new TypeSync(type, adapter, seen, copies, read);
    }

    /** Word of a snapshot's keys may come before the informer counts as synced; nothing is decided until then. */
    private void templatesKnown(ResourceType type, Informer templatesOfType) {
        if (templatesOfType.state().synced()) {
            templatesOfType.store().keys().forEach(key -> again(new TemplateKey(type, key)));
            // A template that went while nobody looked is on record only.
            onRecord(type).forEach(this::again);
            @Nullable TypeSync sync = memory.types().get(type);
            if (sync != null) {
                lookAtStatus(sync);
            }
        }
    }

    private void templateChanged(TemplateKey key, TypeAdapter adapter) {
        templates.accept(key, Priority.HIGH);
        if (adapter.aggregatesStatus()) {
            statuses.accept(key);
        }
        if (TerminatingNamespaces.isNamespaces(key.type())) {
            namespaces.accept(key.key());
        }
        if (key.type().groupResource().equals(Memory.DEFINITIONS)) {
            recheck.tryEmitNext(true);
        }
    }

    private void copyChanged(TemplateKey key, ClusterName member, TypeAdapter adapter) {
        if (!memory.isAsLeft(key, member)) {
            lanes.lookAt(key, member, Priority.NORMAL);
        }
        if (key.type().groupResource().equals(Memory.DEFINITIONS)) {
            tryWholeAgain(key.key().name(), member);
        }
        if (adapter.aggregatesStatus()) {
            statuses.accept(key);
        }
    }

    /** A definition that changed may know fields that were left out. Its server takes a moment to serve it as it is now. */
    private void tryWholeAgain(String groupResource, ClusterName member) {
        memory.ledger().templates().stream()
                .filter(key -> key.type().groupResource().equals(groupResource) && lacksFields(key, member))
                .forEach(key -> lanes.lookAtAfter(key, member, DEFINITION_SETTLES));
    }

    private boolean lacksFields(TemplateKey key, ClusterName member) {
        @Nullable Propagation record = memory.ledger().find(key);
        @Nullable MemberRecord recorded = record == null ? null : record.member(member);
        return recorded != null && !recorded.leftOut().isEmpty();
    }

    /** The copies of a type in a member are known now: what waited for that can be decided. */
    private void lookAtAll(ResourceType type, ClusterName member) {
        @Nullable TypeSync sync = memory.types().get(type);
        if (sync != null) {
            sync.keys().forEach(key -> lanes.lookAt(new TemplateKey(type, key), member, Priority.LOW));
            lookAtStatus(sync);
        }
        onRecord(type).forEach(key -> lanes.lookAt(key, member, Priority.LOW));
    }

    private List<TemplateKey> onRecord(ResourceType type) {
        return memory.ledger().templates().stream()
                .filter(key -> key.type().equals(type))
                .toList();
    }

    private void lookAtStatus(TypeSync sync) {
        if (sync.adapter().aggregatesStatus()) {
            sync.keys().forEach(key -> statuses.accept(new TemplateKey(sync.type(), key)));
        }
    }

    /** Every template that there is, judged anew: something became known that had to be, before anything could be decided. */
    void judgeAll() {
        memory.types().values().forEach(sync -> {
            sync.keys().forEach(key -> again(new TemplateKey(sync.type(), key)));
            lookAtStatus(sync);
        });
    }

    /** Every template that there is or was, judged anew: a member came, went or changed. */
    void judgeAll(ClusterName member) {
        judgeAll();
        memory.ledger().templates().forEach(this::again);
        memory.ledger().templates().forEach(key -> lanes.lookAt(key, member, Priority.LOW));
    }

    private void again(TemplateKey key) {
        templates.accept(key, Priority.LOW);
    }

    /** The content of a namespace may go to the member now. */
    void namespaceApplied(TemplateKey namespace) {
        String name = namespace.key().name();
        memory.types().values().stream()
                .filter(sync -> sync.type().namespaced())
                .forEach(sync -> sync.keys().stream()
                        .filter(key -> key.namespace().equals(name))
                        .map(key -> new TemplateKey(sync.type(), key))
                        .forEach(key -> lanes.lookAt(key, Priority.HIGH)));
    }
}
