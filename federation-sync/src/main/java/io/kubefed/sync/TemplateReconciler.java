package io.kubefed.sync;

import io.kubefed.core.loop.Outcome;
import io.kubefed.core.loop.Priority;
import io.kubefed.core.membership.Member;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.Condition;
import io.kubefed.core.model.TemplateKey;
import io.kubefed.core.placement.ClusterSelector;
import io.kubefed.informers.decode.EntryDecoder;
import io.kubefed.informers.decode.KeyTable;
import io.kubefed.sync.deletion.DeletionPolicy;
import io.kubefed.sync.deletion.Finalizers;
import io.kubefed.sync.plan.Intents;
import io.kubefed.sync.plan.MemberSituation;
import io.kubefed.sync.plan.Template;
import io.kubefed.sync.preferences.ReplicaDemand;
import io.kubefed.sync.record.Ledger;
import io.kubefed.sync.record.MemberRecord;
import io.kubefed.sync.record.MemberRecord.State;
import io.kubefed.sync.record.Problems;
import io.kubefed.sync.record.Propagation;
import io.kubefed.sync.record.Propagation.Latch;
import io.kubefed.sync.record.Split;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The first stage: what concerns a template as a whole. Puts the finalizers, sets the record up, decides about deletion, and has
 * every member's lane look at the template; what a member gets is decided there.
 */
final class TemplateReconciler {

    private final Surroundings surroundings;
    private final Memory memory;
    private final KeyTable keys;
    private final Lanes lanes;
    private final Ledger ledger;
    private final Division division;

    TemplateReconciler(Surroundings surroundings, Memory memory, KeyTable keys, Lanes lanes) {
        this.surroundings = surroundings;
        this.memory = memory;
        this.keys = keys;
        this.lanes = lanes;
        this.ledger = memory.ledger();
        this.division = new Division(memory);
    }

    Mono<Outcome> reconcile(TemplateKey key) {
        if (!memory.knows(key.type())) {
            // The key comes again with the snapshot.
            return Mono.just(Outcome.SETTLED);
        }
        @Nullable Template template = memory.template(key);
        if (template == null) {
            return gone(key);
        }
        if (template.deleting()) {
            return deleting(template);
        }
        return template.guarded() ? spread(template) : guard(template);
    }

    /** The saved template comes back through the store, and with it this key. */
    private Mono<Outcome> guard(Template template) {
        return Finalizers.put(surroundings.federationApi(), manager(), template)
                .doOnNext(response -> offer(template.key(), response.body()))
                .thenReturn(Outcome.SETTLED);
    }

    private void offer(TemplateKey key, byte[] saved) {
        @Nullable TypeSync sync = memory.types().get(key.type());
        if (sync != null) {
            sync.templates().offer(EntryDecoder.decode(saved, sync.templates().projection(), keys));
        }
    }

    private Mono<Outcome> spread(Template template) {
        Instant now = surroundings.now();
        Optional<String> misunderstood = template.misunderstood();
        if (misunderstood.isPresent()) {
            return stop(template, "InvalidAnnotation", misunderstood.get(), "Propagated");
        }
        ClusterSelector selector;
        try {
            selector = Intents.selector(template);
        } catch (IllegalArgumentException invalid) {
            return stop(template, "InvalidSelector", String.valueOf(invalid.getMessage()), "Propagated");
        }
        Optional<ReplicaDemand> demand;
        try {
            demand = memory.demand(template);
        } catch (IllegalArgumentException invalid) {
            return stop(
                    template, "InvalidPreferences", String.valueOf(invalid.getMessage()), "Propagated", Placement.TYPE);
        }
        List<Member> selected = memory.members().all().stream()
                .filter(member -> !member.leaving() && selector.selects(member.labels()))
                .toList();
        ledger.update(template.key(), template.uid(), record -> {
            Propagation next = divided(template, demand, selected, withoutStrangers(record), now);
            for (Member member : selected) {
                @Nullable Split split = next.split();
                next = next.with(member.name(), old -> awaited(template, member, split, old, now));
            }
            return Problems.judged(next, now);
        });
        lanes.lookAt(template.key(), Priority.HIGH);
        return Mono.just(Outcome.SETTLED);
    }

    /** Nothing moves until the user mends the template; the conditions of these types say why. */
    private Mono<Outcome> stop(Template template, String reason, String words, String... types) {
        Instant now = surroundings.now();
        ledger.update(template.key(), template.uid(), record -> {
            Propagation next = record;
            for (String type : types) {
                next = next.with(new Condition(type, Condition.Status.FALSE, reason, words, now));
            }
            return next;
        });
        return Mono.just(Outcome.SETTLED);
    }

    /** While a template is paused its replicas stay divided as they are, and the record speaks of the generation that they are of. */
    private Propagation divided(
            Template template, Optional<ReplicaDemand> demand, List<Member> selected, Propagation record, Instant now) {
        if (demand.isEmpty()) {
            return record.of(template.object().generation(), selected.size()).with((Split) null);
        }
        return template.paused() ? record : division.divide(template, demand.get(), selected, record, now);
    }

    /** A selected member that is away shows that it waits, unless more is known: that it has what the template says, or why not. */
    private @Nullable MemberRecord awaited(
            Template template, Member member, @Nullable Split split, @Nullable MemberRecord old, Instant now) {
        if (template.paused() && old != null && old.memberUid().equals(member.uid())) {
            return old;
        }
        boolean idle = split != null && !split.needs(member.name());
        if (idle && (old == null || !old.hasCopy()) && memory.copy(template.key(), member) == null) {
            return null;
        }
        MemberRecord record = old == null || !old.memberUid().equals(member.uid())
                ? MemberRecord.unseen(member.name(), member.uid(), now)
                : old;
        if (template.paused() || record.state() == State.CONFLICT) {
            return record;
        }
        boolean stands = (record.state() == State.APPLIED || record.state() == State.REJECTED)
                && record.applied()
                        .equals(memory.desired(template, split, member.name()).hash());
        if (stands) {
            return record;
        }
        if (member.ready()) {
            // What it has is not what the template says now, and must not count as that.
            return record.state() == State.APPLIED ? record.in(State.WAITING, "", "", now) : record;
        }
        return record.in(State.WAITING, "", "member is " + member.health().words(), now);
    }

    /** Members whose Cluster is gone leave the record: their copies stay, as v1 has it. */
    private Propagation withoutStrangers(Propagation record) {
        Propagation next = record;
        for (ClusterName name : record.members().keySet()) {
            Optional<Member> member = memory.members().find(name);
            @Nullable MemberRecord entry = record.member(name);
            if (member.isEmpty()
                    || (entry != null && !entry.memberUid().equals(member.get().uid()))) {
                next = next.with(name, old -> null);
            }
        }
        return next;
    }

    private Mono<Outcome> deleting(Template template) {
        @Nullable Propagation before = ledger.find(template.key());
        boolean latched = before != null && before.templateUid().equals(template.uid()) && before.latch() != null;
        if (latched) {
            return release(template);
        }
        ledger.update(template.key(), template.uid(), record -> record.latched(DeletionPolicy.decide(template)));
        // Nothing follows from the decision before it is stored: a restart must not decide anew.
        return ledger.store(template.key()).then(Mono.defer(() -> release(template)));
    }

    private Mono<Outcome> release(Template template) {
        @Nullable Propagation record = ledger.find(template.key());
        if (record == null || record.latch() == Latch.ORPHAN) {
            return Finalizers.remove(surroundings.federationApi(), manager(), template)
                    .thenReturn(Outcome.SETTLED);
        }
        List<ClusterName> left = remaining(template);
        if (left.isEmpty()) {
            return ledger.store(template.key())
                    .then(Finalizers.remove(surroundings.federationApi(), manager(), template))
                    .thenReturn(Outcome.SETTLED);
        }
        // Only these: a member that is done would have the template judged again, and that without end.
        left.forEach(name -> lanes.lookAt(template.key(), name, Priority.HIGH));
        return Mono.just(new Outcome.RequeueAfter(Duration.ofSeconds(10)));
    }

    /**
     * The members where the copy is not yet known to be gone. One that is away for too long is given up: it gets a tombstone, which
     * its lane honours when it is back (v1 waited for ever, G-31).
     */
    private List<ClusterName> remaining(Template template) {
        Instant now = surroundings.now();
        List<ClusterName> left = new ArrayList<>();
        ledger.update(template.key(), template.uid(), record -> {
            left.clear();
            Propagation next = withoutStrangers(record);
            for (Member member : memory.members().all()) {
                next = next.with(member.name(), old -> farewell(template, member, old, now));
                @Nullable MemberRecord entry = next.member(member.name());
                if (entry != null && entry.state() != State.TOMBSTONE) {
                    left.add(member.name());
                }
            }
            return Problems.judged(next, now);
        });
        return left;
    }

    private @Nullable MemberRecord farewell(Template template, Member member, @Nullable MemberRecord old, Instant now) {
        boolean seen = memory.copy(template.key(), member) != null;
        MemberSituation situation = memory.situation(template.key(), member);
        boolean clean = !seen && (old == null || !old.mayHaveCopy());
        if (clean && !situation.served()) {
            return null;
        }
        if (member.ready() && situation.synced()) {
            return clean ? null : old == null ? MemberRecord.unseen(member.name(), member.uid(), now) : old;
        }
        MemberRecord record = old == null ? MemberRecord.unseen(member.name(), member.uid(), now) : old;
        if (record.state() == State.TOMBSTONE) {
            return record;
        }
        boolean waiting = record.state() == State.DELETING && !record.message().isEmpty();
        if (!waiting) {
            return record.in(State.WAITING, "", "", now)
                    .in(State.DELETING, "", "waiting for the member to come back", now);
        }
        Duration waited = Duration.between(record.since(), now);
        return waited.compareTo(surroundings.options().giveUpAfter()) < 0
                ? record
                : record.in(State.TOMBSTONE, "", "the copy is deleted when the member is back", now);
    }

    /** The template is gone. Its record goes too, once no member that was away is left to be cleaned. */
    private Mono<Outcome> gone(TemplateKey key) {
        @Nullable Propagation record = ledger.find(key);
        if (record == null) {
            return Mono.just(Outcome.SETTLED);
        }
        ledger.updateIfPresent(key, this::withoutStrangers);
        @Nullable Propagation rest = ledger.find(key);
        if (rest != null && rest.hasTombstones()) {
            rest.members().values().stream()
                    .filter(member -> member.state() == State.TOMBSTONE)
                    .forEach(member -> lanes.lookAt(key, member.member(), Priority.NORMAL));
            return Mono.just(Outcome.SETTLED);
        }
        return ledger.remove(key).thenReturn(Outcome.SETTLED);
    }

    private String manager() {
        return surroundings.federation().fieldManager();
    }
}
