package io.kubefed.core.membership;

import io.kubefed.core.membership.Members.MemberChange.Disengaged;
import io.kubefed.core.membership.Members.MemberChange.Engaged;
import io.kubefed.core.membership.Members.MemberChange.Updated;
import io.kubefed.core.model.ClusterName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The members, kept by whoever follows the {@code Cluster} objects. One writer at a time; readers see whole snapshots.
 *
 * <p>A follower that is behind is told the newest state of each member only; a member that went and came back meanwhile is told
 * as both.
 */
public final class LiveMembers implements Members {

    private volatile Map<ClusterName, Member> members = Map.of();
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final Sinks.Empty<Void> completion = Sinks.empty();
    private volatile boolean complete;

    /** Adds a member, or replaces it: as {@code Updated} if identity and client are the same, as {@code Engaged} otherwise. */
    public synchronized void put(Member member) {
        @Nullable Member before = members.get(member.name());
        if (member.equals(before)) {
            return;
        }
        Map<ClusterName, Member> next = new TreeMap<>(members);
        next.put(member.name(), member);
        members = next;
        boolean same = before != null
                && before.client() == member.client()
                && before.uid().equals(member.uid());
        tell(same ? new Updated(member) : new Engaged(member));
    }

    /** Removes a member; nothing happens if there is none of this name. */
    public synchronized void remove(ClusterName name) {
        if (members.containsKey(name)) {
            Map<ClusterName, Member> next = new TreeMap<>(members);
            next.remove(name);
            members = next;
            tell(new Disengaged(name));
        }
    }

    /** Says that every member there is was put. For the writer. */
    public synchronized void markComplete() {
        if (!complete) {
            complete = true;
            completion.tryEmitEmpty();
        }
    }

    @Override
    public boolean complete() {
        return complete;
    }

    @Override
    public Mono<Void> completion() {
        return completion.asMono();
    }

    @Override
    public Collection<Member> all() {
        return List.copyOf(members.values());
    }

    @Override
    public Optional<Member> find(ClusterName name) {
        return Optional.ofNullable(members.get(name));
    }

    @Override
    public Flux<MemberChange> changes() {
        return Flux.create(this::follow, FluxSink.OverflowStrategy.BUFFER);
    }

    private synchronized void follow(FluxSink<MemberChange> sink) {
        Follower follower = new Follower(sink);
        members.values().forEach(member -> follower.tell(new Engaged(member)));
        followers.add(follower);
        sink.onDispose(() -> followers.remove(follower));
        sink.onRequest(n -> follower.drain());
    }

    private void tell(MemberChange change) {
        followers.forEach(follower -> follower.tell(change));
    }

    /** What one subscriber has not been told yet, at most two changes per member. */
    private static final class Follower {

        private final FluxSink<MemberChange> sink;
        private final Map<ClusterName, Pending> waiting = new LinkedHashMap<>();
        private boolean draining;

        Follower(FluxSink<MemberChange> sink) {
            this.sink = sink;
        }

        void tell(MemberChange change) {
            synchronized (waiting) {
                waiting.merge(change.name(), Pending.of(change), (old, ignored) -> old.then(change));
            }
            drain();
        }

        void drain() {
            synchronized (waiting) {
                if (draining) {
                    return;
                }
                draining = true;
            }
            for (@Nullable MemberChange next = take(); next != null; next = take()) {
                sink.next(next);
            }
        }

        private @Nullable MemberChange take() {
            synchronized (waiting) {
                if (sink.requestedFromDownstream() == 0 || waiting.isEmpty()) {
                    draining = false;
                    return null;
                }
                Map.Entry<ClusterName, Pending> first =
                        waiting.entrySet().iterator().next();
                waiting.remove(first.getKey());
                Pending pending = first.getValue();
                if (pending.last() != null && pending.gone()) {
                    waiting.put(first.getKey(), new Pending(false, pending.last()));
                    return new Disengaged(first.getKey());
                }
                return pending.last() == null ? new Disengaged(first.getKey()) : pending.last();
            }
        }
    }

    /** Changes of one member not told yet: whether it went, and what it is now (null if it is gone). */
    private record Pending(boolean gone, @Nullable MemberChange last) {

        static Pending of(MemberChange change) {
            return change instanceof Disengaged ? new Pending(true, null) : new Pending(false, change);
        }

        Pending then(MemberChange change) {
            if (change instanceof Disengaged) {
                return new Pending(true, null);
            }
            // An update of a member whose engagement was not told yet is still news of the engagement.
            MemberChange told = change instanceof Updated updated && last instanceof Engaged
                    ? new Engaged(updated.member())
                    : change;
            return new Pending(gone, told);
        }
    }
}
