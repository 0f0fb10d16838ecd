package io.kubefed.sync.record;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one template everywhere: the content of its {@code Propagation} object. Immutable.
 *
 * @param templateUid the template; a template of the same name made anew starts a record of its own
 * @param generation the template's generation that the record speaks of; 0 if the type has none
 * @param wanted how many members should have a copy
 * @param members what happened in each member that has, had or should have a copy; sorted by name, immutable
 * @param latch the decision about the copies, once the template's deletion was seen; null before
 * @param conditions at least {@code Propagated} once anything is known; immutable
 * @param split how its replicas are divided; null for a type that runs none, and before they were divided
 */
public record Propagation(
        String templateUid,
        long generation,
        int wanted,
        SortedMap<ClusterName, MemberRecord> members,
        @Nullable Latch latch,
        List<Condition> conditions,
        @Nullable Split split) {

    /** What becomes of the copies of a deleted template. */
    public enum Latch {
        CASCADE,
        ORPHAN
    }

    /** Copies the collections. */
    public Propagation {
        requireNonNull(templateUid, "templateUid");
        members = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(members));
        conditions = List.copyOf(conditions);
    }

    /** A record of a template whose replicas are not divided. */
    public Propagation(
            String templateUid,
            long generation,
            int wanted,
            SortedMap<ClusterName, MemberRecord> members,
            @Nullable Latch latch,
            List<Condition> conditions) {
        this(templateUid, generation, wanted, members, latch, conditions, null);
    }

    /** The record of a template that nothing was done for yet. */
    public static Propagation of(String templateUid) {
        return new Propagation(templateUid, 0, 0, new TreeMap<>(), null, List.of());
    }

    /** What happened in one member, or null. */
    public @Nullable MemberRecord member(ClusterName name) {
        return members.get(name);
    }

    /** The same with one member changed; a null result takes the member out. */
    public Propagation with(ClusterName name, UnaryOperator<@Nullable MemberRecord> change) {
        SortedMap<ClusterName, MemberRecord> next = new TreeMap<>(members);
        @Nullable MemberRecord changed = change.apply(members.get(name));
        if (changed == null) {
            next.remove(name);
        } else {
            next.put(name, changed);
        }
        return next.equals(members)
                ? this
                : new Propagation(templateUid, generation, wanted, next, latch, conditions, split);
    }

    /** The same, speaking of another generation and number of wanted copies. */
    public Propagation of(long newGeneration, int newWanted) {
        return new Propagation(templateUid, newGeneration, newWanted, members, latch, conditions, split);
    }

    /** The same with the decision about the copies made. A decision once made stays. */
    public Propagation latched(Latch decision) {
        return latch == null
                ? new Propagation(templateUid, generation, wanted, members, decision, conditions, split)
                : this;
    }

    /** The same with this condition in place of the one of its type; its transition time is kept if the status is. */
    public Propagation with(Condition condition) {
        List<Condition> next = new ArrayList<>();
        Condition placed = condition;
        for (Condition old : conditions) {
            if (old.type().equals(condition.type())) {
                placed = old.saysTheSameAs(condition) ? old : condition.since(old);
            } else {
                next.add(old);
            }
        }
        next.add(placed);
        return new Propagation(templateUid, generation, wanted, members, latch, next, split);
    }

    /** The same with its replicas divided so. */
    public Propagation with(@Nullable Split newSplit) {
        return Objects.equals(split, newSplit)
                ? this
                : new Propagation(templateUid, generation, wanted, members, latch, conditions, newSplit);
    }

    /** How many members have what the template says. */
    public int applied() {
        return (int) members.values().stream()
                .filter(member -> member.state() == MemberRecord.State.APPLIED)
                .count();
    }

    /** Whether a member that was away still has to be cleaned. */
    public boolean hasTombstones() {
        return members.values().stream().anyMatch(member -> member.state() == MemberRecord.State.TOMBSTONE);
    }
}
