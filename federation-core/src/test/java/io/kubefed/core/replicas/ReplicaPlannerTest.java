package io.kubefed.core.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kubefed.core.model.ClusterName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of Federation v1 row by row (U-PL-01 to U-PL-06), and where we differ from them on purpose. */
class ReplicaPlannerTest {

    private static ReplicaPlan plan(
            boolean rebalance,
            String preferences,
            int replicas,
            String members,
            @Nullable String current,
            @Nullable String capacity) {
        return ReplicaPlanner.plan(
                replicas,
                PlannerRow.candidates(members, current, capacity),
                PlannerRow.preferences(rebalance, preferences),
                "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *  w1                              | 50 | A B C   | A16 B17 C17
            *  w1                              | 50 | A B     | A25 B25
            *  w1                              | 1  | A B     | A0 B1
            *  w1                              | 1  | A B C D | A0 B0 C0 D1
            *  w1                              | 1  | A       | A1
            *  w1                              | 1  | ''      | ''
            *  m2 w0                           | 50 | A B C   | A2 B2 C2
            *  m20 w0                          | 50 | A B C   | A10 B20 C20
            *  w1 M2                           | 50 | A B C   | A2 B2 C2
            *  w0 M2                           | 50 | A B C   | A0 B0 C0
            A w1; B w2                         | 60 | A B C   | A20 B40 C0
            A w10000; B w1                     | 50 | A B C   | A50 B0 C0
            A w10000; B w1                     | 50 | B C     | B50 C0
            A w10000 M10; B w1; C w1           | 50 | A B C   | A10 B20 C20
            A w10000 M10; B w1; C w1 M10       | 50 | A B C   | A10 B30 C10
            A w10000 M10; B w1; C w1 M21; D w1 M10 | 71 | A B C D | A10 B30 C21 D10
            """)
    void dividesByWeightWithinBounds(String preferences, int replicas, String members, String expected) {
        for (boolean rebalance : new boolean[] {false, true}) {
            ReplicaPlan plan = plan(rebalance, preferences.replaceAll(" +", " "), replicas, members, null, null);

            assertThat(plan.replicas()).isEqualTo(PlannerRow.counts(expected));
            assertThat(plan.overflow()).isEmpty();
            assertThat(plan.unplaced())
                    .isEqualTo(replicas
                            - plan.replicas().values().stream().mapToInt(n -> n).sum());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            C30     | 50 | A B C | A10 B10 C30
            A30     | 50 | A B   | A30 B20
            A0 B8   | 15 | A B   | A7 B8
            A1 B8   | 15 | A B   | A7 B8
            A4 B8   | 15 | A B   | A7 B8
            A6 B8   | 15 | A B   | A7 B8
            A7 B8   | 15 | A B   | A7 B8
            A10     | 50 | A B   | A25 B25
            A30     | 1  | A B   | A1 B0
            """)
    void leavesWhatRunsWhereItIs(String current, int replicas, String members, String expected) {
        ReplicaPlan plan = plan(false, "* w1", replicas, members, current, null);

        assertThat(plan.replicas()).isEqualTo(PlannerRow.counts(expected));
        assertThat(plan.overflow()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true  | * w1           | 50 | A B C | C10     | A20 B20 C10 | C7
            true  | A w10000; B w1 | 50 | B C   | B10     | B10 C0      | B40
            true  | A w1; B w2     | 60 | A B C | B10     | A50 B10 C0  | B30
            false | A w1; B w1     | 60 | A B C | A10 B10 | A10 B10 C0  | A20 B20
            false | A w1; B w5     | 60 | A B C | B10     | A50 B10 C0  | ''
            true  | * m20 w1       | 60 | A B   | B10     | A50 B10     | B15
            """)
    void goesAroundWhatIsFull(
            boolean rebalance,
            String preferences,
            int replicas,
            String members,
            String capacity,
            String expected,
            String overflow) {
        ReplicaPlan plan = plan(rebalance, preferences, replicas, members, null, capacity);

        assertThat(plan.replicas()).isEqualTo(PlannerRow.counts(expected));
        assertThat(plan.overflow()).isEqualTo(PlannerRow.counts(overflow));
    }

    @Test
    void breaksTiesByTheHashOfMemberAndWorkload() {
        assertThat(Contender.hash("A", "")).isEqualTo(0x050c5d5eL);
        assertThat(Contender.hash("E", "")).isEqualTo(0x050c5d5aL);
        assertThat(Contender.hash("c1", "ns/rs")).isEqualTo(0x8b20261eL);
        assertThat(Contender.hash("c2", "ns/rs")).isEqualTo(0xc102cb57L);

        ReplicaPlan plan =
                ReplicaPlanner.plan(3, PlannerRow.candidates("c1 c2", null, null), ReplicaPreferences.EVEN, "ns/rs");

        assertThat(PlannerRow.text(plan.replicas())).isEqualTo("c12 c21");
    }

    @Test
    void movesWhatRunsOnlyWhereAskedTo() {
        assertThat(plan(false, "* w1", 3, "c1 c2 c3", "c1=3", null).replicas())
                .isEqualTo(PlannerRow.counts("c1=3 c2=0 c3=0"));
        assertThat(plan(true, "* w1", 3, "c1 c2 c3", "c1=3", null).replicas())
                .isEqualTo(PlannerRow.counts("c1=1 c2=1 c3=1"));
    }

    /** E-RS-05: weights swapped. */
    @Test
    void followsNewWeightsOnlyWhereAskedTo() {
        assertThat(plan(false, "a w1; b w2", 3, "a b", null, null).replicas()).isEqualTo(PlannerRow.counts("a1 b2"));
        assertThat(plan(false, "a w2; b w1", 3, "a b", "a1 b2", null).replicas())
                .isEqualTo(PlannerRow.counts("a1 b2"));
        assertThat(plan(true, "a w2; b w1", 3, "a b", "a1 b2", null).replicas()).isEqualTo(PlannerRow.counts("a2 b1"));
    }

    /**
     * Every answer that differs from v1's on purpose, with v1's. The reasons are in ADR 4.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # fewer replicas are taken away by weight, not from the last in order (G-49c; v1: A0 B50)
            false | * w1               | 50 | A B   | A10 B70 | -       | A10 B40     | ''
            # Webster's rule, where v1 rounded up from the first on (v1: A0 B1 C2 D2)
            true  | * w1               | 5  | A B C D | -     | -       | A1 B1 C1 D2 | ''
            # minima that do not fit take nothing away that runs (v1: A0 B10)
            false | * m10 w1           | 10 | A B   | A10     | -       | A10 B0      | ''
            # without rebalance no more is asked for than is wanted (v1: overflow A20 B20, 80 in all)
            false | * w1               | 60 | A B   | -       | A10 B30 | A10 B30     | A20
            # overflow is what a member would have with no limits anywhere (v1: also B5, a share of what A could not take)
            true  | * w1               | 90 | A B C | -       | A10 B35 | A10 B35 C45 | A20
            """)
    void differsFromFederationV1OnPurpose(
            boolean rebalance,
            String preferences,
            int replicas,
            String members,
            @Nullable String current,
            @Nullable String capacity,
            String expected,
            String overflow) {
        ReplicaPlan plan = plan(rebalance, preferences, replicas, members, current, capacity);

        assertThat(plan.replicas()).isEqualTo(PlannerRow.counts(expected));
        assertThat(plan.overflow()).isEqualTo(PlannerRow.counts(overflow));
    }

    @Test
    void sendsNothingNewToACordonedMember() {
        List<Candidate> members = List.of(
                new Candidate(new ClusterName("a"), 4, Candidate.UNLIMITED, true),
                Candidate.with(new ClusterName("b"), 4));

        ReplicaPlan grown = ReplicaPlanner.plan(20, members, ReplicaPreferences.EVEN, "");
        ReplicaPlan shrunk = ReplicaPlanner.plan(2, members, ReplicaPreferences.EVEN, "");

        assertThat(grown.replicas()).isEqualTo(PlannerRow.counts("a4 b16"));
        assertThat(shrunk.replicas()).isEqualTo(PlannerRow.counts("a1 b1"));
    }

    @Test
    void saysWhatFindsNoPlace() {
        assertThat(plan(false, "* w1 M2", 9, "a b", null, null).unplaced()).isEqualTo(5);
        assertThat(plan(true, "a w1", 9, "b", "b9", null).unplaced()).isEqualTo(9);
    }

    @Test
    void countsBeyondTheRangeOfAnInt() {
        ReplicaPlan plan = plan(true, "a w2147483647 m2147483647; b w2147483647 m1", 2147483647, "a b", null, null);

        assertThat(plan.replicas().values().stream().mapToLong(n -> n).sum()).isEqualTo(2147483647L);
        assertThat(plan(true, "a w2147483647; b w1", 2147483647, "a b", null, null)
                        .replicas())
                .isEqualTo(PlannerRow.counts("a2147483646 b1"));
    }

    @Test
    void refusesWhatIsImpossible() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReplicaPreference(3, 2, 0))
                .withMessage("minReplicas 3 is above maxReplicas 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReplicaPreference.ofWeight(-1))
                .withMessage("weight is -1, but must not be negative");
        assertThatIllegalArgumentException().isThrownBy(() -> plan(true, "* w1", -1, "a", null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> Candidate.with(new ClusterName("a"), -1));
    }
}
