package io.kubefed.core.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.model.ClusterName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What holds of every plan. */
class ReplicaPlannerPropertyTest {

    /** One member with what is wanted of it; null preference: nothing. */
    record Side(
            int current,
            int capacity,
            boolean cordoned,
            @Nullable ReplicaPreference preference) {

        long room() {
            if (preference == null) {
                return 0;
            }
            long room = Math.min(preference.max(), capacity);
            return cordoned ? Math.min(room, current) : room;
        }

        long base() {
            return preference == null ? 0 : Math.min(preference.min(), room());
        }

        long held() {
            return Math.max(base(), Math.min(current, room()));
        }
    }

    record Case(int replicas, boolean rebalance, List<Side> sides) {

        ReplicaPreferences preferences() {
            Map<ClusterName, ReplicaPreference> clusters = new HashMap<>();
            for (int i = 0; i < sides.size(); i++) {
                @Nullable ReplicaPreference preference = sides.get(i).preference();
                if (preference != null) {
                    clusters.put(name(i), preference);
                }
            }
            return new ReplicaPreferences(rebalance, clusters, null);
        }

        List<Candidate> candidates() {
            List<Candidate> candidates = new ArrayList<>();
            for (int i = 0; i < sides.size(); i++) {
                Side side = sides.get(i);
                candidates.add(new Candidate(name(i), side.current(), side.capacity(), side.cordoned()));
            }
            return candidates;
        }

        ReplicaPlan plan() {
            return ReplicaPlanner.plan(replicas, candidates(), preferences(), "web/shop");
        }

        Case with(int newReplicas) {
            return new Case(newReplicas, rebalance, sides);
        }

        Case with(boolean newRebalance) {
            return new Case(replicas, newRebalance, sides);
        }

        /** The same, with what the plan gave everyone as what is there. */
        Case after(ReplicaPlan plan) {
            List<Side> next = new ArrayList<>();
            for (int i = 0; i < sides.size(); i++) {
                Side side = sides.get(i);
                next.add(new Side(given(plan, i), side.capacity(), side.cordoned(), side.preference()));
            }
            return new Case(replicas, rebalance, next);
        }

        long sum(java.util.function.ToLongFunction<Side> part) {
            return sides.stream().mapToLong(part).sum();
        }

        boolean minimaFit() {
            return sum(Side::base) <= replicas;
        }
    }

    private static ClusterName name(int i) {
        return new ClusterName("m" + i);
    }

    private static int given(ReplicaPlan plan, int i) {
        return plan.replicas().getOrDefault(name(i), 0);
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<Integer> weights = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(2, Arbitraries.just(0)),
                net.jqwik.api.Tuple.of(5, Arbitraries.integers().between(1, 4)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(1, 20_000)));
        Arbitrary<Integer> minima =
                Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(0, 12));
        Arbitrary<Integer> further =
                Arbitraries.oneOf(Arbitraries.just(-1), Arbitraries.integers().between(0, 30));
        Arbitrary<ReplicaPreference> preferences = Combinators.combine(minima, further, weights)
                .as((min, more, weight) ->
                        new ReplicaPreference(min, more < 0 ? ReplicaPreference.UNBOUNDED : min + more, weight));
        Arbitrary<Side> sides = Combinators.combine(
                        Arbitraries.oneOf(
                                Arbitraries.just(0), Arbitraries.integers().between(0, 40)),
                        Arbitraries.oneOf(
                                Arbitraries.just(Candidate.UNLIMITED),
                                Arbitraries.integers().between(0, 30)),
                        Arbitraries.of(false, false, false, true),
                        preferences.injectNull(0.1))
                .as(Side::new);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 200),
                        Arbitraries.of(true, false),
                        sides.list().ofMaxSize(9))
                .as(Case::new);
    }

    @Property
    void neverExceedsTheTotalNorABound(@ForAll("cases") Case some) {
        ReplicaPlan plan = some.plan();

        long sum = 0;
        for (int i = 0; i < some.sides().size(); i++) {
            assertThat((long) given(plan, i)).isBetween(0L, some.sides().get(i).room());
            sum += given(plan, i);
        }
        assertThat(sum + plan.unplaced()).isEqualTo(some.replicas());
    }

    @Property
    void meetsMinimaWhereTheyFit(@ForAll("cases") Case some) {
        ReplicaPlan plan = some.plan();

        if (some.minimaFit()) {
            for (int i = 0; i < some.sides().size(); i++) {
                assertThat((long) given(plan, i))
                        .isGreaterThanOrEqualTo(some.sides().get(i).base());
            }
        } else {
            assertThat(plan.unplaced()).isZero();
        }
    }

    @Property
    void leavesReplicasUnplacedOnlyWhereEveryoneWithAWeightIsFull(@ForAll("cases") Case some) {
        ReplicaPlan plan = some.plan();

        for (int i = 0; plan.unplaced() > 0 && i < some.sides().size(); i++) {
            Side side = some.sides().get(i);
            boolean weighs = side.preference() != null && side.preference().weight() > 0;
            assertThat((long) given(plan, i))
                    .isEqualTo(weighs ? side.room() : some.rebalance() ? side.base() : side.held());
        }
    }

    @Property
    void agreesWithHandingOutOneByOne(@ForAll("cases") Case some) {
        ReplicaPlan plan = some.plan();

        if (some.minimaFit()) {
            assertThat(plan.replicas()).isEqualTo(NaivePlan.of(some));
        }
    }

    @Property
    void caresNotForTheOrderOfMembers(@ForAll("cases") Case some, @ForAll Random random) {
        List<Candidate> shuffled = new ArrayList<>(some.candidates());
        Collections.shuffle(shuffled, random);

        assertThat(ReplicaPlanner.plan(some.replicas(), shuffled, some.preferences(), "web/shop"))
                .isEqualTo(some.plan());
    }

    @Property
    void changesNothingWhenPlannedAgainFromItsPlan(@ForAll("cases") Case some) {
        ReplicaPlan plan = some.plan();

        // Cordons depend on what is there; they only ever tighten to the plan itself.
        assertThat(some.after(plan).plan().replicas()).isEqualTo(plan.replicas());
    }

    @Property
    void movesNothingThatRunsUnlessABoundForcesIt(@ForAll("cases") Case some) {
        Case calm = some.with(false);
        ReplicaPlan plan = calm.plan();

        boolean enough = calm.sum(Side::held) <= calm.replicas();
        for (int i = 0; calm.minimaFit() && i < calm.sides().size(); i++) {
            long held = calm.sides().get(i).held();
            if (enough) {
                assertThat((long) given(plan, i)).isGreaterThanOrEqualTo(held);
            } else {
                assertThat((long) given(plan, i)).isLessThanOrEqualTo(held);
            }
        }
    }

    @Property
    void givesOneReplicaMoreToOneMemberAndTakesNone(@ForAll("cases") Case some) {
        Case balanced = some.with(true);
        ReplicaPlan before = balanced.plan();
        ReplicaPlan after = balanced.with(some.replicas() + 1).plan();

        int more = 0;
        for (int i = 0; i < some.sides().size(); i++) {
            assertThat(given(after, i)).isGreaterThanOrEqualTo(given(before, i));
            more += given(after, i) - given(before, i);
        }
        assertThat(more).isLessThanOrEqualTo(1);
    }

    @Property
    void movesBetweenIdealsOnlyWhenRebalancing(@ForAll("cases") Case some, @ForAll("cases") Case past) {
        List<Side> uncordoned = some.sides().stream()
                .map(side -> new Side(side.current(), side.capacity(), false, side.preference()))
                .toList();
        Case balanced = new Case(some.replicas(), true, uncordoned);

        // What is there plays no part, so a change of preferences moves exactly what the two ideals differ by.
        assertThat(balanced.after(past.plan()).plan()).isEqualTo(balanced.plan());
    }

    @Property
    void takesNothingFromAMemberThatBecomesHeavier(
            @ForAll("cases") Case some, @ForAll @IntRange(max = 8) int which, @ForAll @IntRange(min = 1) int weight) {
        Case balanced = some.with(true);
        if (which >= some.sides().size() || some.sides().get(which).preference() == null) {
            return;
        }
        ReplicaPreference light = some.sides().get(which).preference();
        List<Side> heavier = new ArrayList<>(some.sides());
        Side side = heavier.get(which);
        heavier.set(
                which,
                new Side(
                        side.current(),
                        side.capacity(),
                        side.cordoned(),
                        new ReplicaPreference(light.min(), light.max(), Math.max(weight, light.weight()))));

        ReplicaPlan before = balanced.plan();
        ReplicaPlan after = new Case(some.replicas(), true, heavier).plan();

        for (int i = 0; i < some.sides().size(); i++) {
            if (i == which) {
                assertThat(given(after, i)).isGreaterThanOrEqualTo(given(before, i));
            } else if (balanced.minimaFit()) {
                assertThat(given(after, i)).isLessThanOrEqualTo(given(before, i));
            }
        }
    }

    @Property
    void asksForNoMoreThanIsWantedWithoutRebalance(@ForAll("cases") Case some) {
        ReplicaPlan plan = some.with(false).plan();

        long overflow = plan.overflow().values().stream().mapToLong(n -> n).sum();
        assertThat(overflow).isLessThanOrEqualTo(plan.unplaced());
    }

    @Property
    void neverAsksForMoreThanAMaximum(@ForAll("cases") Case some) {
        ReplicaPlan plan = some.plan();

        for (int i = 0; i < some.sides().size(); i++) {
            @Nullable ReplicaPreference preference = some.sides().get(i).preference();
            assertThat(plan.wanted(name(i))).isLessThanOrEqualTo(preference == null ? 0 : preference.max());
        }
    }
}
