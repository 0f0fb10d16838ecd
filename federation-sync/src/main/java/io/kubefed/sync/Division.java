package io.kubefed.sync;

import io.kubefed.core.membership.Member;
import io.kubefed.core.model.ClusterName;
import io.kubefed.core.replicas.Candidate;
import io.kubefed.core.replicas.ReplicaPlan;
import io.kubefed.core.replicas.ReplicaPlanner;
import io.kubefed.informers.store.Entry;
import io.kubefed.sync.plan.Template;
import io.kubefed.sync.preferences.ReplicaDemand;
import io.kubefed.sync.record.Propagation;
import io.kubefed.sync.record.Split;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Divides the replicas of a template over the members that it selects, from memory. What is decided goes into the record, where the
 * lanes read it, where the next plan starts from, and where it survives a restart.
 *
 * <p>Nothing is given away while a member was never asked how it is, as at the start: whoever answers first would get everything.
 * Its first probe brings the template here again.
 */
record Division(Memory memory) {

    Propagation divide(
            Template template, ReplicaDemand demand, List<Member> selected, Propagation record, Instant now) {
        List<Candidate> candidates = selected.stream()
                .map(member -> candidate(template, member, record.split()))
                .toList();
        ReplicaPlan plan = ReplicaPlanner.plan(
                demand.replicas(),
                candidates,
                demand.preferences(),
                template.key().key().toString());
        Split split = Split.of(demand.replicas(), wanted(plan), record.split());
        boolean unknown = selected.stream().anyMatch(member -> !member.probed());
        if (unknown && !split.equals(record.split())) {
            return record;
        }
        int needed = (int)
                selected.stream().filter(member -> split.needs(member.name())).count();
        return record.of(template.object().generation(), needed)
                .with(split)
                .with(Placement.condition(demand, candidates, plan, now));
    }

    /** A member that is cordoned or away keeps what it was given, and is given nothing new. */
    private Candidate candidate(Template template, Member member, @Nullable Split before) {
        boolean cordoned = member.cordoned() || !member.ready();
        int capacity =
                before == null ? Candidate.UNLIMITED : before.at(member.name()).capacity();
        return new Candidate(member.name(), given(template, member, before), capacity, cordoned);
    }

    /** Where nothing is on record, what runs in a copy that is there counts as given: an adopted or orphaned one. */
    private int given(Template template, Member member, @Nullable Split before) {
        if (before != null && before.at(member.name()).wanted() > 0) {
            return before.at(member.name()).wanted();
        }
        @Nullable Entry copy = before == null ? memory.copy(template.key(), member) : null;
        return copy == null ? 0 : Replicas.running(copy);
    }

    private static SortedMap<ClusterName, Integer> wanted(ReplicaPlan plan) {
        SortedMap<ClusterName, Integer> wanted = new TreeMap<>();
        plan.replicas().keySet().forEach(member -> wanted.put(member, plan.wanted(member)));
        return wanted;
    }
}
