package io.kubefed.sync.record;

import static io.kubefed.sync.Fixtures.EAST;
import static io.kubefed.sync.Fixtures.NOW;
import static io.kubefed.sync.Fixtures.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.model.ClusterName;
import io.kubefed.core.model.Condition;
import io.kubefed.core.model.Condition.Status;
import io.kubefed.sync.record.MemberRecord.State;
import io.kubefed.sync.record.Propagation.Latch;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PropagationTest {

    private static final Instant LATER = NOW.plusSeconds(60);
    private final Propagation empty = Propagation.of("template-1").of(1, 2);

    private static MemberRecord in(ClusterName member, State state, String message) {
        return MemberRecord.unseen(member, member + "-uid", NOW).in(state, "", message, NOW);
    }

    private static Propagation with(Propagation record, MemberRecord... members) {
        Propagation next = record;
        for (MemberRecord member : members) {
            next = next.with(member.member(), old -> member);
        }
        return next;
    }

    @Test
    void changesOneMemberAndIsTheSameIfNothingChanged() {
        Propagation one = with(empty, in(EAST, State.APPLIED, ""));

        assertThat(one.with(EAST, old -> old)).isSameAs(one);
        assertThat(one.with(WEST, old -> null)).isSameAs(one);
        assertThat(one.with(EAST, old -> null)).isEqualTo(empty);
        assertThat(empty.members()).isEmpty();
    }

    @Test
    void keepsADecisionOnceMade() {
        Propagation orphan = empty.latched(Latch.ORPHAN);

        assertThat(orphan.latched(Latch.CASCADE).latch()).isEqualTo(Latch.ORPHAN);
    }

    @Test
    void movesTheTransitionTimeWithTheStatusOnly() {
        Condition first = new Condition("Propagated", Status.FALSE, "Waiting", "a", NOW);
        Propagation record = empty.with(first)
                .with(new Condition("Other", Status.TRUE, "Fine", "", NOW))
                .with(new Condition("Propagated", Status.FALSE, "Failed", "b", LATER));

        assertThat(record.conditions())
                .containsExactly(
                        new Condition("Other", Status.TRUE, "Fine", "", NOW),
                        new Condition("Propagated", Status.FALSE, "Failed", "b", NOW));
        assertThat(record.with(new Condition("Propagated", Status.TRUE, "Applied", "", LATER))
                        .conditions())
                .contains(new Condition("Propagated", Status.TRUE, "Applied", "", LATER));
    }

    @Test
    void judgesAnewWithoutADifferenceIfNothingChanged() {
        Propagation judged = Problems.judged(with(empty, in(EAST, State.FAILED, "boom")), NOW);

        assertThat(Problems.judged(judged, LATER)).isEqualTo(judged);
    }

    @Test
    void isPropagatedWhenEveryWantedMemberHasIt() {
        Propagation one = with(empty, in(EAST, State.APPLIED, ""));
        Propagation both = with(one, in(WEST, State.APPLIED, ""));

        assertThat(Problems.propagated(empty, NOW))
                .isEqualTo(new Condition("Propagated", Status.FALSE, "InProgress", "in 0 of 2 members", NOW));
        assertThat(Problems.propagated(one, NOW).status()).isEqualTo(Status.FALSE);
        assertThat(Problems.propagated(both, NOW))
                .isEqualTo(new Condition("Propagated", Status.TRUE, "Applied", "in 2 members", NOW));
        assertThat(Problems.propagated(empty.of(1, 0), NOW).status()).isEqualTo(Status.TRUE);
    }

    @Test
    void isUnderWayWhileAWantedMemberHasNothingYet() {
        Propagation record = with(empty.of(1, 1), in(EAST, State.APPLIED, ""), in(WEST, State.WAITING, ""));

        assertThat(Problems.propagated(record, NOW).reason()).isEqualTo("InProgress");
    }

    @Test
    void namesEveryProblemWithItsMember() {
        Propagation record = with(empty, in(WEST, State.FAILED, "connection refused"), in(EAST, State.PAUSED, ""));

        assertThat(Problems.propagated(record, NOW))
                .isEqualTo(new Condition(
                        "Propagated", Status.FALSE, "Paused", "east: Paused; west: Failed, connection refused", NOW));
        assertThat(Problems.summary(record)).isEqualTo("east: Paused (+1)");
    }

    @Test
    void findsNoProblemInWhatIsUnderWay() {
        Propagation record = with(empty, in(EAST, State.WAITING, ""), in(WEST, State.APPLIED, ""));

        assertThat(Problems.summary(Problems.judged(record, NOW))).isEmpty();
        assertThat(Problems.summary(with(record, in(EAST, State.WAITING, "member is offline"))))
                .isEqualTo("east: Waiting");
    }

    @Test
    void summarisesATroubleOfTheTemplateItself() {
        Propagation record = empty.with(new Condition("Propagated", Status.FALSE, "InvalidSelector", "x", NOW));

        assertThat(Problems.summary(record)).isEqualTo("InvalidSelector");
    }

    @Test
    void knowsWhichMembersAreStillToBeCleaned() {
        assertThat(with(empty, in(EAST, State.DELETING, "")).hasTombstones()).isFalse();
        assertThat(with(empty, in(EAST, State.TOMBSTONE, "")).hasTombstones()).isTrue();
    }

    @Test
    void remembersSinceWhenAMemberIsInItsState() {
        MemberRecord failed = in(EAST, State.FAILED, "a");

        assertThat(failed.in(State.FAILED, "", "b", LATER).since()).isEqualTo(NOW);
        assertThat(failed.in(State.WAITING, "", "b", LATER).since()).isEqualTo(LATER);
        MemberRecord applied = failed.applied("c", "h", 1, LeftOut.NOTHING, LATER);
        assertThat(applied.since()).isEqualTo(LATER);
        assertThat(applied.message()).isEmpty();
        assertThat(applied.applied("c", "h2", 2, LeftOut.NOTHING, LATER.plusSeconds(1))
                        .since())
                .isEqualTo(LATER);
        assertThat(applied.rejected("h3", "no", NOW).hasCopy()).isTrue();
    }

    @Test
    void readsUnknownStatesAsWaiting() {
        for (State state : State.values()) {
            assertThat(State.of(state.wire())).isEqualTo(state);
        }
        assertThat(State.of("Dancing")).isEqualTo(State.WAITING);
    }
}
