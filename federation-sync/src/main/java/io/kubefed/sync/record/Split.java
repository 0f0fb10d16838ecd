package io.kubefed.sync.record;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.model.ClusterName;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the replicas of a template are divided. What a member was given is remembered here: it is what holds when the next plan is made.
 *
 * @param total replicas that the template wants in all
 * @param members what is wanted and ready in each member that has some of either; sorted by name, immutable
 */
public record Split(int total, SortedMap<ClusterName, Count> members) {

    /**
     * Replicas in one member.
     *
     * @param wanted what it was given
     * @param ready what is ready there, as last seen
     */
    public record Count(int wanted, int ready) {

        static final Count NONE = new Count(0, 0);
    }

    /** Copies the members, without those that have nothing. */
    public Split {
        requireNonNull(members, "members");
        SortedMap<ClusterName, Count> some = new TreeMap<>(members);
        some.values().removeIf(Count.NONE::equals);
        members = Collections.unmodifiableSortedMap(some);
    }

    /** What a plan comes to; members keep what is ready in them. */
    public static Split of(int total, Map<ClusterName, Integer> wanted, @Nullable Split before) {
        SortedMap<ClusterName, Count> members = new TreeMap<>();
        wanted.forEach((name, replicas) ->
                members.put(name, new Count(replicas, before == null ? 0 : before.at(name).ready)));
        return new Split(total, members);
    }

    /** The same with what is ready now; members that are missing have nothing ready. */
    public Split withReady(Map<ClusterName, Integer> ready) {
        SortedMap<ClusterName, Count> next = new TreeMap<>();
        members.forEach((name, count) -> next.put(name, new Count(count.wanted, 0)));
        ready.forEach((name, replicas) -> next.put(name, new Count(at(name).wanted, replicas)));
        return new Split(total, next);
    }

    /** What is wanted and ready in a member. */
    public Count at(ClusterName member) {
        return members.getOrDefault(member, Count.NONE);
    }

    /** Whether a member should have a copy: it was given replicas, or the template wants none anywhere. */
    public boolean needs(ClusterName member) {
        return total == 0 || at(member).wanted > 0;
    }

    /** What is ready in all members. */
    public int ready() {
        return members.values().stream().mapToInt(Count::ready).sum();
    }

    /** Ready and wanted per member, for a column: {@code east 6/6, west 2/3}. */
    public String words() {
        return members.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().ready + "/" + entry.getValue().wanted)
                .collect(Collectors.joining(", "));
    }
}
