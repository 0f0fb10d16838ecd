package io.kubefed.informers.informer;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.membership.Member;
import io.kubefed.core.membership.Members;
import io.kubefed.core.membership.Members.MemberChange;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.ObjectKey;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.informers.informer.FederatedEvent.Changed;
import io.kubefed.informers.informer.FederatedEvent.Disengaged;
import io.kubefed.informers.informer.FederatedEvent.Stale;
import io.kubefed.informers.informer.FederatedEvent.Synced;
import io.kubefed.informers.reflector.InformerState;
import io.kubefed.informers.reflector.InformerState.Phase;
import io.kubefed.informers.store.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * One resource type in all members, as they come and go: one informer each, read as one.
 *
 * <p>A member that is away keeps what was last seen of it, as stale. One that is disengaged is forgotten, which is no deletion of
 * anything; one that is engaged anew starts clean. Members do not wait for each other, but for a place to take their snapshot.
 *
 * <p>Listeners are called for one change of a member at a time, on the thread that writes its store, and for several members at the
 * same time.
 */
public final class FederatedInformer {

    private static final int MOST_MEMBERS = Integer.MAX_VALUE;

    private final InformerSpec spec;
    private final Members members;
    private final Informers informers;
    private final Map<ClusterName, Engagement> engaged = new ConcurrentHashMap<>();
    private final List<BiConsumer<ClusterName, ObjectKey>> changes = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<ClusterName, InformerState>> states = new CopyOnWriteArrayList<>();
    private final List<Consumer<ClusterName>> disengagements = new CopyOnWriteArrayList<>();

    private record Engagement(Informer informer, Sinks.Empty<Void> ended) {}

    FederatedInformer(InformerSpec spec, Members members, Informers informers) {
        this.spec = requireNonNull(spec, "spec");
        this.members = requireNonNull(members, "members");
        this.informers = requireNonNull(informers, "informers");
    }

    /** A federated informer of its own; see {@link Informers} for those that share a limit and are measured. */
    public static FederatedInformer of(
            InformerSpec spec, Members members, KeyTable keys, Scheduler timer, RandomGenerator random) {
        return Informers.of(timer, random).sharing(keys).follow(spec, members);
    }

    /** The object in one member, or null if none is known. */
    public @Nullable Entry find(ClusterName member, ObjectKey key) {
        @Nullable Engagement engagement = engaged.get(member);
        return engagement == null ? null : engagement.informer.store().find(key);
    }

    /** The object in every member that has it, by name; the receiver's own map. */
    public Map<ClusterName, Entry> across(ObjectKey key) {
        Map<ClusterName, Entry> found = new TreeMap<>();
        engaged.forEach((member, engagement) -> {
            @Nullable Entry entry = engagement.informer.store().find(key);
            if (entry != null) {
                found.put(member, entry);
            }
        });
        return found;
    }

    /** The informer of one member, or empty if it is not engaged. It is not the same after the member was engaged anew. */
    public Optional<Informer> member(ClusterName name) {
        return Optional.ofNullable(engaged.get(name)).map(Engagement::informer);
    }

    /** How the informer of a member stands; empty if it is not engaged. */
    public Optional<InformerState> state(ClusterName member) {
        return member(member).map(Informer::state);
    }

    /** Whether the member is engaged, had a snapshot, and serves the type; it may be away, see {@link #state} for that. */
    public boolean synced(ClusterName member) {
        return state(member)
                .filter(state -> state.synced() && state.phase() != Phase.NOT_SERVED)
                .isPresent();
    }

    /** Whether the first snapshot of a member is still to come, and nothing speaks against its coming. */
    public boolean coming(ClusterName member) {
        return state(member)
                .map(state ->
                        state.phase() == Phase.INITIALISING && state.cause().isEmpty())
                .orElse(true);
    }

    /** Whether a member serves the type, as far as is known. */
    public boolean served(ClusterName member) {
        return state(member).filter(state -> state.phase() == Phase.NOT_SERVED).isEmpty();
    }

    /**
     * Calls {@code listener} with the member and key of every object that changes; it must not block.
     *
     * <p>Whoever then finds nothing asks {@link #synced} before it calls that a deletion: the member may have been disengaged.
     */
    public Disposable onChange(BiConsumer<ClusterName, ObjectKey> listener) {
        changes.add(requireNonNull(listener, "listener"));
        return () -> changes.remove(listener);
    }

    /** Calls {@code listener} with every new phase or cause of a member, and after every snapshot of it; it must not block. */
    public Disposable onState(BiConsumer<ClusterName, InformerState> listener) {
        states.add(requireNonNull(listener, "listener"));
        return () -> states.remove(listener);
    }

    /** Calls {@code listener} whenever {@link #onState} would be, with the member only; it must not block. */
    public Disposable onSynced(Consumer<ClusterName> listener) {
        return onState((member, state) -> listener.accept(member));
    }

    /** Calls {@code listener} with every member whose objects were forgotten; it must not block. */
    public Disposable onDisengaged(Consumer<ClusterName> listener) {
        disengagements.add(requireNonNull(listener, "listener"));
        return () -> disengagements.remove(listener);
    }

    /** Takes in what a write to a member returned, ahead of the stream; from any thread. */
    public void offer(ClusterName member, Entry saved) {
        member(member).ifPresent(informer -> informer.offer(saved));
    }

    /**
     * What changes in all members, for subscribers of their own pace.
     *
     * <dl>
     *   <dt>Emits</dt><dd>for each member what {@link Informer#changes} says, and {@code Disengaged} when it is forgotten. What waits
     *       for demand is kept once per member and key, and dropped with the member
     *   <dt>Completes</dt><dd>never
     *   <dt>Errors</dt><dd>never
     *   <dt>Thread</dt><dd>the one that writes to a store, or the one that requests; do not block
     * </dl>
     */
    public Flux<FederatedEvent> changes() {
        return new FeedFlux<>(this::connect);
    }

    private void connect(Feed<FederatedEvent> feed) {
        feed.closes(onChange((member, key) -> tell(feed, member, key)));
        feed.closes(onState((member, state) -> tell(feed, member, state)));
        feed.closes(onDisengaged(member -> forget(feed, member)));
        engaged.forEach((member, engagement) -> engagement.informer.between(() -> tellAll(feed, member, engagement)));
    }

    private void tellAll(Feed<FederatedEvent> feed, ClusterName member, Engagement engagement) {
        if (engaged.get(member) == engagement) {
            engagement.informer.store().forEach(entry -> tell(feed, member, entry.key()));
            tell(feed, member, engagement.informer.state());
        }
    }

    private static void tell(Feed<FederatedEvent> feed, ClusterName member, ObjectKey key) {
        Changed changed = new Changed(member, key);
        feed.add(changed, changed);
    }

    private static void tell(Feed<FederatedEvent> feed, ClusterName member, InformerState state) {
        if (state.phase() == Phase.LIVE) {
            feed.addLast(member, new Synced(member, state.objects()));
        } else if (state.phase() != Phase.INITIALISING) {
            feed.addLast(member, new Stale(member, state.since(), state.cause()));
        }
    }

    private static void forget(Feed<FederatedEvent> feed, ClusterName member) {
        feed.forget(slot -> slot.equals(member)
                || (slot instanceof Changed changed && changed.member().equals(member)));
        Disengaged disengaged = new Disengaged(member);
        feed.addLast(disengaged, disengaged);
    }

    /**
     * Follows the members and the type in each. For one subscriber at a time.
     *
     * @return completes never; cancelling closes all watches and keeps the stores
     */
    public Mono<Void> run() {
        return members.changes().flatMap(this::follow, MOST_MEMBERS).then();
    }

    private Mono<Void> follow(MemberChange change) {
        if (change instanceof MemberChange.Updated) {
            return Mono.empty();
        }
        disengage(change.name());
        return change instanceof MemberChange.Engaged engagement ? engage(engagement.member()) : Mono.empty();
    }

    private Mono<Void> engage(Member member) {
        ClusterName name = member.name();
        Informer informer = informers.follow(spec, member.client());
        Engagement engagement = new Engagement(informer, Sinks.empty());
        engaged.put(name, engagement);
        informer.onChange(key -> {
            if (engaged.get(name) == engagement) {
                changes.forEach(listener -> listener.accept(name, key));
            }
        });
        informer.onState(state -> {
            if (engaged.get(name) == engagement) {
                states.forEach(listener -> listener.accept(name, state));
            }
        });
        return informer.run().takeUntilOther(engagement.ended.asMono());
    }

    private void disengage(ClusterName name) {
        @Nullable Engagement engagement = engaged.remove(name);
        if (engagement != null) {
            engagement.ended.tryEmitEmpty();
            disengagements.forEach(listener -> listener.accept(name));
        }
    }
}
