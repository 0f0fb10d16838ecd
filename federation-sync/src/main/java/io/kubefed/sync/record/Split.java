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
     * @param capacity most that can run there, as long as some are missing; {@link #UNLIMITED} if no limit is known
     */
    public record Count(int wanted, int ready, int capacity) {

        /** No limit is known. */
        public static final int UNLIMITED = Integer.MAX_VALUE;

        static final Count NONE = new Count(0, 0);

        /** Replicas in a member that has no limit. */
        public Count(int wanted, int ready) {
            this(wanted, ready, UNLIMITED);
        }

        /** Whether some are missing. */
        public boolean isShort() {
            return ready < wanted;
        }

        /** Whether a limit is known. */
        public boolean isLimited() {
            return capacity != UNLIMITED;
        }

        private Count withReady(int newReady) {
            return new Count(wanted, newReady, capacity);
        }
    }

    /** Copies the members, without those that have nothing. */
    public Split {
        requireNonNull(members, "members");
        SortedMap<ClusterName, Count> some = new TreeMap<>(members);
        some.values().removeIf(Count.NONE::equals);
        members = Collections.unmodifiableSortedMap(some);
    }

    /** What a plan comes to; members keep what is ready in them, and what is known of their capacity. */
    public static Split of(int total, Map<ClusterName, Integer> wanted, @Nullable Split before) {
        SortedMap<ClusterName, Count> members = new TreeMap<>();
        wanted.forEach((name, replicas) -> {
            Count old = before == null ? Count.NONE : before.at(name);
            members.put(name, new Count(replicas, old.ready, old.capacity));
        });
        return new Split(total, members);
    }

    /** The same with what is ready now; members that are missing have nothing ready. */
    public Split withReady(Map<ClusterName, Integer> ready) {
        SortedMap<ClusterName, Count> next = new TreeMap<>();
        members.forEach((name, count) -> next.put(name, count.withReady(0)));
        ready.forEach((name, replicas) -> next.put(name, at(name).withReady(replicas)));
        return new Split(total, next);
    }

    /** The same with the capacities found; who lacks nothing has none, and who was not asked keeps what is known. */
    public Split withCapacity(Map<ClusterName, Integer> found) {
        SortedMap<ClusterName, Count> next = new TreeMap<>();
        members.forEach((name, count) -> next.put(
                name,
                new Count(
                        count.wanted,
                        count.ready,
                        count.isShort() ? found.getOrDefault(name, count.capacity) : Count.UNLIMITED)));
        return new Split(total, next);
    }

    /** The members of limited capacity, with that. */
    public Map<ClusterName, Integer> capacities() {
        return members.entrySet().stream()
                .filter(entry -> entry.getValue().isLimited())
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().capacity));
    }

    /** Whether some are missing somewhere. */
    public boolean isShort() {
        return members.values().stream().anyMatch(Count::isShort);
    }

    /** Whether a limit is known of some member. */
    public boolean isLimited() {
        return members.values().stream().anyMatch(Count::isLimited);
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
