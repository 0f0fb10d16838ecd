package io.kubefed.core.replicas;

import io.kubefed.core.model.ClusterName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Divides the bounds of an autoscaler among members, and moves them over time from those that do not need them to those that do:
 * a pure function, deterministic, O(n log n).
 *
 * <p>A round either fits the total of the maxima to what is wanted, or, where it fits, moves one from each member that can spare one
 * to each that lacks one, members without an autoscaler last; then the same for the minima. Members are served in the order of
 * their names.
 *
 * <p>Invariants, if there is a member at all: the maxima add up to the wanted maximum; the minima to the wanted minimum, or to the
 * number of autoscalers if that is more; every member has valid bounds or none. Where nobody lacks anything, nothing changes; under a steady load the rounds come to rest.
 */
public final class AutoscalerSplitter {

    private AutoscalerSplitter() {}

    /**
     * One round.
     *
     * @param wanted the bounds of the whole
     * @param members the members it may run in, each once
     * @return bounds per member; a member that is missing gets no autoscaler
     */
    public static SortedMap<ClusterName, AutoscalerBounds> split(
            AutoscalerBounds wanted, Collection<MemberAutoscaler> members) {
        List<LocalBounds> locals = locals(members);
        splitMax(locals, wanted.max());
        splitMin(locals, wanted.min());
        SortedMap<ClusterName, AutoscalerBounds> bounds = new TreeMap<>();
        locals.stream()
                .filter(one -> one.max > 0)
                .forEach(one -> bounds.put(
                        one.cluster, new AutoscalerBounds(Math.toIntExact(one.min), Math.toIntExact(one.max))));
        return bounds;
    }

    private static List<LocalBounds> locals(Collection<MemberAutoscaler> members) {
        List<LocalBounds> locals = new ArrayList<>();
        members.stream()
                .sorted(Comparator.comparing(MemberAutoscaler::cluster))
                .forEach(member -> locals.add(new LocalBounds(member)));
        for (int rank = 0; rank < locals.size(); rank++) {
            locals.get(rank).rank = rank;
        }
        return locals;
    }

    private static void splitMax(List<LocalBounds> locals, long wanted) {
        List<LocalBounds> present = those(locals, one -> one.present);
        long sum = present.stream().mapToLong(one -> one.max).sum();
        if (sum > wanted) {
            lowerMax(survivors(present, wanted), wanted);
        } else if (sum < wanted) {
            raiseMax(locals, present, wanted - sum, wanted);
        } else {
            moveMax(locals);
        }
    }

    /** There are more autoscalers than replicas to allow: those that run most stay, the others go. */
    private static List<LocalBounds> survivors(List<LocalBounds> present, long wanted) {
        List<LocalBounds> busiest = new ArrayList<>(present);
        busiest.sort(Comparator.comparingLong((LocalBounds one) -> -one.busy).thenComparingInt(one -> one.rank));
        int stay = (int) Math.min(wanted, busiest.size());
        busiest.subList(stay, busiest.size()).forEach(one -> one.max = 0);
        return busiest.subList(0, stay);
    }

    /** Those that can spare some give it down to what they use, the largest first; only then those that use it. */
    private static void lowerMax(List<LocalBounds> present, long wanted) {
        long used = present.stream().mapToLong(LocalBounds::dispensableDownTo).sum();
        present.forEach(one -> {
            if (used <= wanted) {
                one.between(one.dispensableDownTo(), one.max);
            } else {
                one.between(1, one.dispensableDownTo());
            }
        });
        Apportionment.divide(present, wanted);
        present.forEach(one -> one.max = one.given);
    }

    /** The lowest first. An autoscaler with a maximum of 1 can decide nothing, so newcomers get 2 where that is possible. */
    private static void raiseMax(List<LocalBounds> locals, List<LocalBounds> present, long more, long wanted) {
        List<LocalBounds> takers = new ArrayList<>(present);
        those(locals, one -> !one.present).stream().limit((more + 1) / 2).forEach(takers::add);
        takers.forEach(one -> one.between(one.max, Integer.MAX_VALUE));
        Apportionment.divide(takers, wanted);
        takers.forEach(one -> one.max = one.given);
    }

    private static void moveMax(List<LocalBounds> locals) {
        List<LocalBounds> givers = those(locals, one -> one.sparesMax);
        List<LocalBounds> takers = new ArrayList<>(those(locals, one -> one.lacksMax));
        takers.addAll(those(locals, one -> !one.present));
        int moves = Math.min(givers.size(), takers.size());
        givers.subList(0, moves).forEach(one -> one.max--);
        takers.subList(0, moves).forEach(one -> one.max++);
    }

    private static void splitMin(List<LocalBounds> locals, long wanted) {
        List<LocalBounds> running = those(locals, one -> one.max > 0);
        running.forEach(one -> one.min = Math.max(1, Math.min(one.min, one.max)));
        long sum = running.stream().mapToLong(one -> one.min).sum();
        long target = Math.max(wanted, running.size());
        if (sum > target) {
            lowerMin(running, target);
        } else if (sum < target) {
            running.forEach(one -> one.between(one.min, one.max));
            Apportionment.divide(running, target);
            running.forEach(one -> one.min = one.given);
        } else {
            moveMin(running);
        }
    }

    private static void lowerMin(List<LocalBounds> running, long target) {
        long used =
                running.stream().mapToLong(one -> one.sparesMin ? 1 : one.min).sum();
        running.forEach(one -> {
            if (used <= target) {
                one.between(one.sparesMin ? 1 : one.min, one.min);
            } else {
                one.between(1, one.sparesMin ? 1 : one.min);
            }
        });
        Apportionment.divide(running, target);
        running.forEach(one -> one.min = one.given);
    }

    /**
     * From the highest minimum to the largest want. Nothing that would be moved back in the next round: either the taker wants more
     * still, or the two come closer.
     */
    private static void moveMin(List<LocalBounds> running) {
        List<LocalBounds> givers = new ArrayList<>(those(running, one -> one.sparesMin && one.min == one.oldMin));
        List<LocalBounds> takers = new ArrayList<>(those(running, one -> one.lacksMin && one.min == one.oldMin));
        givers.sort(Comparator.comparingLong((LocalBounds one) -> -one.min).thenComparingInt(one -> one.rank));
        takers.sort(Comparator.comparingLong((LocalBounds one) -> one.min - one.desired)
                .thenComparingInt(one -> one.rank));
        for (int i = 0; i < Math.min(givers.size(), takers.size()); i++) {
            LocalBounds giver = givers.get(i);
            LocalBounds taker = takers.get(i);
            boolean lasts = taker.desired > taker.min + 1 || giver.min - 1 >= taker.min + 1;
            if (lasts && taker.min < taker.max) {
                giver.min--;
                taker.min++;
            }
        }
    }

    private static List<LocalBounds> those(List<LocalBounds> locals, Predicate<LocalBounds> which) {
        return locals.stream().filter(which).toList();
    }
}
