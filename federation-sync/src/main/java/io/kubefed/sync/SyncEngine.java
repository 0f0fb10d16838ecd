package io.kubefed.sync;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.loop.FailureListener;
import io.kubefed.core.loop.Limit;
import io.kubefed.core.loop.Outcome;
import io.kubefed.core.loop.Priority;
import io.kubefed.core.loop.WorkQueue;
import io.kubefed.core.membership.Members;
import io.kubefed.core.model.ResourceType;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.informers.decode.EntryDecoder;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.informer.Informer;
import io.kubefed.informers.informer.InformerSpec;
import io.kubefed.informers.store.Entry;
import io.kubefed.informers.store.Projection;
import io.kubefed.sync.cluster.Leftovers;
import io.kubefed.sync.record.Ledger;
import io.kubefed.sync.record.RecordCodec;
import io.kubefed.sync.status.StatusReporter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps every template true in the members that should have it.
 *
 * <p>Two stages. A template that changed is judged once as a whole (finalizers, record, deletion); then the lane of each member
 * decides and sends its own step. So a member that is slow or away holds up nothing but its own lane.
 *
 * <p>While nothing changes the engine sends nothing besides its open watches.
 */
public final class SyncEngine {

    private static final Logger LOG = LoggerFactory.getLogger(SyncEngine.class);

    private final Surroundings surroundings;
    private final KeyTable keys;
    private final WorkQueue<TemplateKey> templates;
    private final WorkQueue<TemplateKey> writes;
    private final Ledger ledger;
    private final Memory memory;
    private final Lanes lanes;
    private final TypeSyncs types;
    private final TerminatingNamespaces namespaces;
    private final Capacities capacities;
    private final StatusReporter status;
    private final TemplateReconciler reconciler;
    private final EngineJudge judge;

    /** An engine over these members; it does nothing before {@link #run}. */
    public SyncEngine(Surroundings surroundings, Members members) {
        this.surroundings = requireNonNull(surroundings, "surroundings");
        String manager = surroundings.federation().fieldManager();
        keys = surroundings.keys();
        templates = queue("template", surroundings.options().planners());
        writes = queue("record", surroundings.options().planners());
        ledger = new Ledger(surroundings.federationApi(), manager, writes);
        memory = new Memory(surroundings, members, ledger);
        lanes = new Lanes(surroundings, memory);
        capacities = new Capacities(
                surroundings,
                memory,
                queue("capacity", surroundings.options().planners()),
                key -> templates.add(key, Priority.NORMAL));
        status = new StatusReporter(
                surroundings.federationApi(),
                manager,
                queue("status", surroundings.options().planners()),
                new StatusSource(memory, capacities::consider),
                key -> saved -> offer(key, saved));
        namespaces = new TerminatingNamespaces(surroundings, memory);
        types = new TypeSyncs(surroundings, memory, lanes, templates::add, status::add, namespaces::add);
        judge = new EngineJudge(
                memory, new Projection(manager, false, true, false), keys, templates::add, types::namespaceApplied);
        reconciler = new TemplateReconciler(surroundings, memory, keys, lanes);
    }

    /**
     * Runs until it is cancelled.
     *
     * <dl>
     *   <dt>Completes</dt><dd>never
     *   <dt>Errors</dt><dd>only what makes going on pointless, such as a disposed scheduler
     *   <dt>Cancel</dt><dd>closes all watches and cancels what is under way; the next run finds out how far that got
     * </dl>
     *
     * @param catalog which types the federation API serves
     */
    public Mono<Void> run(TypeCatalog catalog) {
        return Flux.merge(
                        records(RecordCodec.PROPAGATION, RecordCodec.CLUSTER_PROPAGATION),
                        memory.members().completion().doOnSuccess(known -> judgeAll()),
                        ledger.run(),
                        templates.drain(this::reconcile),
                        status.run(),
                        capacities.run(),
                        namespaces.run(),
                        lanes.run(judge, types::judgeAll),
                        types.run(catalog))
                .then();
    }

    /** Whether nothing is under way and nothing waits to be done. */
    public boolean isIdle() {
        return templates.isIdle() && writes.size() == 0 && writes.running() == 0 && status.isIdle() && lanes.isIdle();
    }

    /** What members that leave still have of this federation. */
    public Leftovers leftovers() {
        return new LeftCopies(memory, lanes);
    }

    /** What is on record, for explanation and tests. */
    public Ledger ledger() {
        return ledger;
    }

    private Mono<Outcome> reconcile(TemplateKey key) {
        return reconciler.reconcile(key);
    }

    /** Records are read before anything is decided; afterwards memory leads. */
    private Mono<Void> records(ResourceType... recordTypes) {
        List<Informer> informers =
                List.of(recordTypes).stream().map(this::records).toList();
        informers.forEach(informer -> informer.onState(state -> {
            if (informers.stream().allMatch(one -> one.state().synced())) {
                memory.recordsRead();
                judgeAll();
            }
        }));
        return Flux.fromIterable(informers)
                .flatMap(Informer::run, recordTypes.length)
                .then();
    }

    private void judgeAll() {
        types.judgeAll();
        ledger.templates().forEach(key -> templates.add(key, Priority.LOW));
    }

    private Informer records(ResourceType type) {
        Informer informer = surroundings
                .informers()
                .follow(InformerSpec.of(type, Projection.whole()), surroundings.federationApi());
        RecordFeed feed = new RecordFeed(ledger);
        informer.onChange(key -> feed.changed(key, informer.store().find(key)));
        return informer;
    }

    private void offer(TemplateKey key, byte[] saved) {
        @Nullable TypeSync sync = memory.types().get(key.type());
        if (sync != null) {
            Entry entry = EntryDecoder.decode(saved, sync.templates().projection(), keys);
            sync.templates().offer(entry);
        }
    }

    private WorkQueue<TemplateKey> queue(String name, int atOnce) {
        return WorkQueue.<TemplateKey>builder(surroundings.timer(), surroundings.random())
                .share(key -> key.key().namespace())
                .limit(Limit.of(atOnce))
                .recorder(surroundings.queues().apply(name))
                .onFailure(log(name))
                .build();
    }

    private static FailureListener<TemplateKey> log(String queue) {
        return (key, error, failures, retryIn) -> LOG.atWarn()
                .addKeyValue("queue", queue)
                .addKeyValue("key", key)
                .addKeyValue("failures", failures)
                .addKeyValue("retryIn", retryIn)
                .addKeyValue("error", error.getMessage())
                .log("reconcile failed");
    }
}
