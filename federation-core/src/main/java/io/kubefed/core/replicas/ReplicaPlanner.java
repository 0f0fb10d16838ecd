package io.kubefed.core.replicas;

import io.kubefed.core.model.ClusterName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Divides the replicas of a workload among members: a pure function, deterministic, O(n log n).
 *
 * <p>Everyone gets its minimum; the rest goes by weight on top of that ({@link Apportionment}), within maxima and capacities. With
 * {@code rebalance} that is all, and what runs now plays no part. Without it, what is there holds: while the replicas suffice nobody
 * gets less than it has, and when they do not, nobody gets more.
 *
 * <p>Invariants: the sum never exceeds the replicas; maxima, capacities and cordons hold; minima hold where their sum fits; planning
 * again from the plan changes nothing; the order of candidates means nothing.
 */
public final class ReplicaPlanner {

    private ReplicaPlanner() {}

    /**
     * The plan for one workload.
     *
     * @param replicas pods wanted in all, 0 or more
     * @param candidates the members it may run in, each once
     * @param preferences how the user wants them divided
     * @param key the workload, as {@code namespace/name}: two workloads of one replica each need not meet in the same member
     * @throws IllegalArgumentException if {@code replicas} is negative
     */
    public static ReplicaPlan plan(
            int replicas, Collection<Candidate> candidates, ReplicaPreferences preferences, String key) {
        if (replicas < 0) {
            throw new IllegalArgumentException("replicas is " + replicas + ", but must not be negative");
        }
        List<Contender> contenders = contenders(candidates, preferences, key);
        long left = divide(contenders, replicas, preferences.rebalance());
        SortedMap<ClusterName, Integer> plan = new TreeMap<>();
        candidates.forEach(candidate -> plan.put(candidate.cluster(), 0));
        contenders.forEach(one -> plan.put(one.cluster, Math.toIntExact(one.given)));
        return new ReplicaPlan(
                plan, overflow(contenders, replicas, left, preferences.rebalance()), Math.toIntExact(left));
    }

    private static List<Contender> contenders(
            Collection<Candidate> candidates, ReplicaPreferences preferences, String key) {
        List<Contender> contenders = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            preferences
                    .find(candidate.cluster())
                    .ifPresent(preference -> contenders.add(new Contender(candidate, preference, key)));
        }
        contenders.sort(Contender.PRECEDENCE);
        for (int rank = 0; rank < contenders.size(); rank++) {
            contenders.get(rank).rank = rank;
        }
        return contenders;
    }

    private static long divide(List<Contender> contenders, long replicas, boolean rebalance) {
        if (sum(contenders, one -> one.base) > replicas) {
            divideMinima(contenders, replicas, rebalance);
            return 0;
        }
        if (rebalance) {
            contenders.forEach(one -> one.between(one.base, one.room));
            return Apportionment.divide(contenders, replicas);
        }
        if (sum(contenders, one -> one.held) <= replicas) {
            contenders.forEach(one -> one.between(one.held, one.room));
            return Apportionment.divide(contenders, replicas);
        }
        contenders.forEach(one -> one.between(one.base, one.held));
        return keepWeightless(contenders, Apportionment.divide(contenders, replicas));
    }

    /** The minima do not fit: they are met in order, whole, but what is there first, unless it may move. */
    private static void divideMinima(List<Contender> contenders, long replicas, boolean rebalance) {
        long left = replicas;
        for (Contender one : contenders) {
            one.given = rebalance ? 0 : Math.min(left, Math.min(one.base, one.current));
            left -= one.given;
        }
        for (Contender one : contenders) {
            long more = Math.min(left, one.base - one.given);
            one.given += more;
            left -= more;
        }
    }

    /** All that have a weight keep what they have, and still there is some left: those without a weight share it. */
    private static long keepWeightless(List<Contender> contenders, long left) {
        if (left == 0) {
            return 0;
        }
        List<Contender> weightless =
                contenders.stream().filter(one -> one.preferredWeight == 0).toList();
        weightless.forEach(one -> one.weight = 1);
        return Apportionment.divide(weightless, left + sum(weightless, one -> one.floor));
    }

    /**
     * What members would get if capacity were no bound, above what they get. With {@code rebalance} all of it, as v1 asked for it;
     * without, no more than what is left.
     */
    private static SortedMap<ClusterName, Integer> overflow(
            List<Contender> contenders, long replicas, long left, boolean rebalance) {
        SortedMap<ClusterName, Integer> overflow = new TreeMap<>();
        boolean limited = contenders.stream().anyMatch(one -> one.room < one.limit);
        if (!limited || sum(contenders, one -> one.base) > replicas || (!rebalance && left == 0)) {
            return overflow;
        }
        contenders.forEach(one -> one.between(rebalance ? one.base : one.held, one.limit));
        Apportionment.divide(contenders, replicas);
        long rest = rebalance ? Long.MAX_VALUE : left;
        for (Contender one : contenders) {
            long more = Math.min(rest, one.given - one.room);
            if (more > 0) {
                overflow.put(one.cluster, Math.toIntExact(more));
                rest -= more;
            }
        }
        return overflow;
    }

    private static long sum(List<Contender> contenders, ToLongFunction<Contender> part) {
        return contenders.stream().mapToLong(part).sum();
    }
}
