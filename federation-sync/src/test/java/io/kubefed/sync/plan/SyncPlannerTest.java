package io.kubefed.sync.plan;

import static io.kubefed.sync.Fixtures.EAST;
import static io.kubefed.sync.Fixtures.NOW;
import static io.kubefed.sync.Fixtures.copy;
import static io.kubefed.sync.Fixtures.desired;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubefed.core.membership.Health;
import io.kubefed.informers.store.Entry;
import io.kubefed.sync.record.LeftOut;
import io.kubefed.sync.record.MemberRecord;
import io.kubefed.sync.record.MemberRecord.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyncPlannerTest {

    private static final Desired WANTED = desired("'a':'1'");
    private static final Desired EDITED = desired("'a':'2'");
    private static final Intent.Present PRESENT = new Intent.Present(WANTED, false);
    private static final DeletionProof PROOF = new DeletionProof.TemplateDeleted("template-1");
    private static final Intent ABSENT = new Intent.Absent(PROOF);
    private static final long OWNED = 42;

    private static MemberSituation live(@Nullable Entry observed, @Nullable MemberRecord recorded) {
        return new MemberSituation(Health.READY, true, true, observed, recorded);
    }

    private static MemberSituation away(Health health, boolean synced, @Nullable MemberRecord recorded) {
        return new MemberSituation(health, true, synced, null, recorded);
    }

    private static Entry seen(Desired desired) {
        return copy("copy-1", desired.hash(), OWNED, false, "");
    }

    private static MemberRecord recorded(State state, Desired desired) {
        return new MemberRecord(EAST, "east-uid", state, "copy-1", desired.hash(), OWNED, "", "why", NOW);
    }

    private static MemberRecord unseen() {
        return MemberRecord.unseen(EAST, "east-uid", NOW);
    }

    @Nested
    class ACopyThatIsNotNeeded {

        private final Intent idle = new Intent.Idle(WANTED);

        @Test
        void isNotMade() {
            assertThat(SyncPlanner.plan(idle, live(null, null))).isEqualTo(new Step.Forget());
            assertThat(SyncPlanner.plan(idle, live(null, recorded(State.APPLIED, EDITED))))
                    .isEqualTo(new Step.Forget());
            assertThat(SyncPlanner.plan(idle, away(Health.OFFLINE, false, unseen())))
                    .isEqualTo(new Step.Forget());
        }

        @Test
        void isKeptTrueWhileItIsThere() {
            assertThat(SyncPlanner.plan(idle, live(seen(WANTED), recorded(State.APPLIED, WANTED))))
                    .isEqualTo(new Step.InSync(WANTED.hash()));
            assertThat(SyncPlanner.plan(idle, live(seen(EDITED), recorded(State.APPLIED, EDITED))))
                    .isEqualTo(new Step.Apply(WANTED, "copy-1", Step.Cause.EDIT, ""));
        }

        @Test
        void isNotForgottenWhileItsMemberIsAway() {
            assertThat(SyncPlanner.plan(idle, away(Health.OFFLINE, false, recorded(State.APPLIED, EDITED))))
                    .isEqualTo(new Step.Hold(State.WAITING, "member is offline"));
        }
    }

    @Nested
    class ACopyThatShouldBeThere {

        @Test
        void isCreatedWhereNothingIs() {
            assertThat(SyncPlanner.plan(PRESENT, live(null, null))).isEqualTo(new Step.Create(WANTED, false));
            assertThat(SyncPlanner.plan(new Intent.Present(WANTED, true), live(null, unseen())))
                    .isEqualTo(new Step.Create(WANTED, true));
        }

        @Test
        void isCreatedAgainAfterSomeoneDeletedIt() {
            assertThat(SyncPlanner.plan(PRESENT, live(null, recorded(State.APPLIED, WANTED))))
                    .isEqualTo(new Step.Create(WANTED, false));
        }

        @Test
        void isInSyncIfItIsUntouched() {
            assertThat(SyncPlanner.plan(PRESENT, live(seen(WANTED), recorded(State.APPLIED, WANTED))))
                    .isEqualTo(new Step.InSync(WANTED.hash()));
        }

        @Test
        void followsAnEdit() {
            assertThat(SyncPlanner.plan(
                            new Intent.Present(EDITED, false), live(seen(WANTED), recorded(State.APPLIED, WANTED))))
                    .isEqualTo(new Step.Apply(EDITED, "copy-1", Step.Cause.EDIT, ""));
        }

        @Test
        void isPutBackAfterDriftAndNamesTheRival() {
            Entry changed = copy("copy-1", WANTED.hash(), OWNED + 1, false, "kubectl");
            Entry stripped = copy("copy-1", "", OWNED, false, "kubectl");
            Step.Apply back = new Step.Apply(WANTED, "copy-1", Step.Cause.DRIFT, "kubectl");

            assertThat(SyncPlanner.plan(PRESENT, live(changed, recorded(State.APPLIED, WANTED))))
                    .isEqualTo(back);
            assertThat(SyncPlanner.plan(PRESENT, live(stripped, recorded(State.APPLIED, WANTED))))
                    .isEqualTo(back);
        }

        @Test
        void isAppliedForABaseLineIfItIsNotOnRecord() {
            Step.Apply apply = new Step.Apply(WANTED, "copy-1", Step.Cause.BASELINE, "");
            MemberRecord withoutHash =
                    new MemberRecord(EAST, "east-uid", State.APPLIED, "copy-1", WANTED.hash(), 0, "", "", NOW);
            MemberRecord another =
                    new MemberRecord(EAST, "east-uid", State.APPLIED, "copy-0", WANTED.hash(), OWNED, "", "", NOW);

            assertThat(SyncPlanner.plan(PRESENT, live(seen(WANTED), null))).isEqualTo(apply);
            assertThat(SyncPlanner.plan(PRESENT, live(seen(WANTED), withoutHash)))
                    .isEqualTo(apply);
            assertThat(SyncPlanner.plan(PRESENT, live(seen(WANTED), another))).isEqualTo(apply);
        }

        @Test
        void isAppliedIfNoOwnershipEntryIsLeft() {
            Entry disowned = copy("copy-1", WANTED.hash(), 0, false, "");
            MemberRecord blank =
                    new MemberRecord(EAST, "east-uid", State.APPLIED, "copy-1", WANTED.hash(), 0, "", "", NOW);

            assertThat(SyncPlanner.plan(PRESENT, live(disowned, blank))).isInstanceOf(Step.Apply.class);
        }

        @Test
        void isLeftAloneWhileItIsBeingDeleted() {
            Entry going = copy("copy-1", WANTED.hash(), OWNED, true, "");

            assertThat(SyncPlanner.plan(PRESENT, live(going, recorded(State.APPLIED, WANTED))))
                    .isInstanceOfSatisfying(
                            Step.Hold.class, hold -> assertThat(hold.state()).isEqualTo(State.WAITING));
        }

        @Test
        void isNotTriedAgainWhereItWasRefusedUntilTheTemplateOrTheCopyChanges() {
            MemberRecord refused = recorded(State.REJECTED, WANTED);
            MemberRecord refusedAtFirst = unseen().rejected(WANTED.hash(), "why", NOW);

            assertThat(SyncPlanner.plan(PRESENT, live(seen(EDITED), refused)))
                    .isEqualTo(new Step.Hold(State.REJECTED, "why"));
            assertThat(SyncPlanner.plan(PRESENT, live(null, refusedAtFirst)))
                    .isEqualTo(new Step.Hold(State.REJECTED, "why"));
            assertThat(SyncPlanner.plan(new Intent.Present(EDITED, false), live(null, refusedAtFirst)))
                    .isInstanceOf(Step.Create.class);
            assertThat(SyncPlanner.plan(PRESENT, live(null, refused))).isInstanceOf(Step.Create.class);
            assertThat(SyncPlanner.plan(PRESENT, live(copy("copy-2", "", 7, false, ""), refused)))
                    .isInstanceOf(Step.Apply.class);
        }

        @ParameterizedTest
        @EnumSource(
                value = Health.class,
                names = {"NOT_READY", "OFFLINE"})
        void waitsForItsMember(Health health) {
            assertThat(SyncPlanner.plan(PRESENT, away(health, true, unseen())))
                    .isEqualTo(new Step.Hold(State.WAITING, "member is " + health.words()));
            assertThat(SyncPlanner.plan(PRESENT, away(health, true, recorded(State.APPLIED, EDITED))))
                    .isInstanceOf(Step.Hold.class);
            assertThat(SyncPlanner.plan(PRESENT, away(health, true, recorded(State.APPLIED, WANTED))))
                    .isEqualTo(new Step.Leave());
        }

        @Test
        void waitsUntilItsMemberServesTheTypeAndIsSeen() {
            assertThat(SyncPlanner.plan(PRESENT, new MemberSituation(Health.READY, false, false, null, null)))
                    .isEqualTo(new Step.Hold(State.WAITING, "member does not serve this type"));
            assertThat(SyncPlanner.plan(PRESENT, away(Health.READY, false, unseen())))
                    .isEqualTo(new Step.Leave());
        }
    }

    @Nested
    class ACopyThatShouldGo {

        @Test
        void isDeletedByItsUid() {
            assertThat(SyncPlanner.plan(ABSENT, live(seen(WANTED), recorded(State.APPLIED, WANTED))))
                    .isEqualTo(new Step.Delete("copy-1", PROOF));
            assertThat(SyncPlanner.plan(ABSENT, live(seen(WANTED), null))).isEqualTo(new Step.Delete("copy-1", PROOF));
        }

        @Test
        void isWaitedForOnceItGoes() {
            Entry going = copy("copy-1", WANTED.hash(), OWNED, true, "");

            assertThat(SyncPlanner.plan(ABSENT, live(going, recorded(State.DELETING, WANTED))))
                    .isEqualTo(new Step.Hold(State.DELETING, "waiting for the member to finish"));
        }

        @Test
        void isLookedForIfItIsOnRecordButNotSeen() {
            assertThat(SyncPlanner.plan(ABSENT, live(null, recorded(State.DELETING, WANTED))))
                    .isEqualTo(new Step.VerifyGone("copy-1", PROOF));
        }

        @Test
        void isLookedForIfAnApplyWithoutAnAnswerMayHaveMadeIt() {
            MemberRecord tried = unseen().tried(WANTED.hash(), "connection closed", NOW);

            assertThat(SyncPlanner.plan(ABSENT, live(null, tried))).isEqualTo(new Step.VerifyGone("", PROOF));
            assertThat(SyncPlanner.plan(ABSENT, live(null, tried.rejected(WANTED.hash(), "no", NOW))))
                    .isEqualTo(new Step.Forget());
        }

        @Test
        void isForgottenWhereThereIsNone() {
            assertThat(SyncPlanner.plan(ABSENT, live(null, null))).isEqualTo(new Step.Forget());
            assertThat(SyncPlanner.plan(ABSENT, live(null, unseen()))).isEqualTo(new Step.Forget());
            assertThat(SyncPlanner.plan(ABSENT, away(Health.OFFLINE, true, null)))
                    .isEqualTo(new Step.Forget());
            assertThat(SyncPlanner.plan(ABSENT, new MemberSituation(Health.READY, false, false, null, null)))
                    .isEqualTo(new Step.Forget());
        }

        @Test
        void waitsForAMemberThatIsAway() {
            Step.Hold waiting = new Step.Hold(State.WAITING, "the copy is to be deleted when the member is back");

            assertThat(SyncPlanner.plan(ABSENT, away(Health.OFFLINE, true, recorded(State.APPLIED, WANTED))))
                    .isEqualTo(waiting);
            assertThat(SyncPlanner.plan(ABSENT, away(Health.READY, false, recorded(State.APPLIED, WANTED))))
                    .isEqualTo(waiting);
            assertThat(SyncPlanner.plan(ABSENT, away(Health.READY, false, unseen())))
                    .isEqualTo(waiting);
        }

        @Test
        void isNoNewsOfAMemberWhereNothingIsKnownToHaveBeen() {
            assertThat(SyncPlanner.plan(ABSENT, away(Health.READY, false, null)))
                    .isEqualTo(new Step.Leave());
            assertThat(SyncPlanner.plan(ABSENT, away(Health.NOT_READY, false, null)))
                    .isEqualTo(new Step.Leave());
        }

        @ParameterizedTest
        @EnumSource(
                value = State.class,
                names = {"DELETING", "TOMBSTONE"})
        void keepsWhatIsOnRecordOfItsDeletionUntilTheMemberIsSeenAgain(State state) {
            assertThat(SyncPlanner.plan(ABSENT, away(Health.READY, false, recorded(state, WANTED))))
                    .isEqualTo(new Step.Leave());
            assertThat(SyncPlanner.plan(ABSENT, away(Health.OFFLINE, true, recorded(state, WANTED))))
                    .isEqualTo(new Step.Leave());
        }
    }

    @Test
    void leavesMembersAloneIfTheTemplateSaysSoOrSaysNothing() {
        MemberSituation situation = live(seen(WANTED), recorded(State.APPLIED, WANTED));

        assertThat(SyncPlanner.plan(new Intent.Paused(), situation)).isEqualTo(new Step.Hold(State.PAUSED, ""));
        assertThat(SyncPlanner.plan(new Intent.Released(), situation)).isEqualTo(new Step.Forget());
        assertThat(SyncPlanner.plan(new Intent.Unclear(), situation)).isEqualTo(new Step.Leave());
    }

    @Property
    void leavesNothingToDoOnceItsStepsSucceeded(
            @ForAll("intents") Intent intent, @ForAll("situations") MemberSituation situation) {
        ToyMember member = new ToyMember(situation.observed(), situation.recorded());
        Step step = SyncPlanner.plan(intent, member.situation());
        for (int round = 0; round < 4 && member.carriesOut(step); round++) {
            step = SyncPlanner.plan(intent, member.situation());
        }

        if (intent instanceof Intent.Absent) {
            assertThat(step).isEqualTo(new Step.Forget());
        } else if (intent instanceof Intent.Present present && !(step instanceof Step.Hold)) {
            assertThat(step).isEqualTo(new Step.InSync(present.desired().hash()));
        }
        assertThat(member.carriesOut(step)).isFalse();
    }

    @Property
    void hasNothingToDoWithACopyThatIsAsItWasLeft(@ForAll("situations") MemberSituation situation) {
        boolean asLeft = SyncPlanner.isAsLeft(situation.observed(), situation.recorded());
        boolean inSync = List.of(WANTED, EDITED).stream()
                .map(desired -> SyncPlanner.plan(
                        new Intent.Present(desired, false), live(situation.observed(), situation.recorded())))
                .anyMatch(Step.InSync.class::isInstance);
        boolean applied = situation.recorded() != null && situation.recorded().state() == State.APPLIED;

        assertThat(asLeft).isEqualTo(inSync && applied && isAppliedAsRecorded(situation));
    }

    private static boolean isAppliedAsRecorded(MemberSituation situation) {
        return Objects.requireNonNull(situation.observed())
                .applied()
                .equals(Objects.requireNonNull(situation.recorded()).applied());
    }

    @Property
    void deletesOnlyForAProofAndOnlyTheCopyItKnows(
            @ForAll("intents") Intent intent, @ForAll("situations") MemberSituation situation) {
        Step step = SyncPlanner.plan(intent, situation);

        if (step instanceof Step.Delete delete) {
            assertThat(intent).isEqualTo(new Intent.Absent(delete.proof()));
            assertThat(delete.uid()).isNotEmpty();
            assertThat(situation.observed()).isNotNull();
            assertThat(situation.synced() && situation.health() == Health.READY).isTrue();
        }
        if (step instanceof Step.VerifyGone verify) {
            assertThat(intent).isEqualTo(new Intent.Absent(verify.proof()));
            MemberRecord recorded = Objects.requireNonNull(situation.recorded());
            assertThat(verify.uid()).isEqualTo(recorded.uid());
            assertThat(recorded.mayHaveCopy()).isTrue();
        }
    }

    @Property
    void sendsNothingToAMemberThatIsNotSeen(
            @ForAll("intents") Intent intent, @ForAll("situations") MemberSituation situation) {
        Step step = SyncPlanner.plan(intent, situation);

        if (situation.health() != Health.READY || !situation.synced()) {
            assertThat(step).isInstanceOfAny(Step.Hold.class, Step.Leave.class, Step.Forget.class);
        }
    }

    @Provide
    Arbitrary<Intent> intents() {
        return Arbitraries.of(
                PRESENT,
                new Intent.Present(EDITED, true),
                ABSENT,
                new Intent.Paused(),
                new Intent.Unclear(),
                new Intent.Released());
    }

    @Provide
    Arbitrary<MemberSituation> situations() {
        return Combinators.combine(
                        Arbitraries.of(Health.class),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        entries(),
                        records())
                .as(MemberSituation::new);
    }

    private static Arbitrary<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (String uid : List.of("copy-1", "copy-2")) {
            for (String applied : List.of("", WANTED.hash(), EDITED.hash())) {
                for (long owned : new long[] {0, OWNED, OWNED + 1}) {
                    entries.add(copy(uid, applied, owned, false, ""));
                    entries.add(copy(uid, applied, owned, true, "kubectl"));
                }
            }
        }
        return Arbitraries.of(entries).injectNull(0.2);
    }

    private static Arbitrary<MemberRecord> records() {
        return Combinators.combine(
                        Arbitraries.of(State.class),
                        Arbitraries.of("", "copy-1", "copy-2"),
                        Arbitraries.of("", WANTED.hash(), EDITED.hash()),
                        Arbitraries.of(0L, OWNED))
                .as((state, uid, applied, owned) ->
                        new MemberRecord(EAST, "east-uid", state, uid, applied, owned, "", "", NOW))
                .injectNull(0.2);
    }

    /** A ready member in which every step succeeds. */
    private static final class ToyMember {

        private @Nullable Entry observed;
        private @Nullable MemberRecord recorded;

        ToyMember(@Nullable Entry observed, @Nullable MemberRecord recorded) {
            this.observed = observed;
            this.recorded = recorded;
        }

        MemberSituation situation() {
            return live(observed, recorded);
        }

        /** Whether anything was asked of the member, or is still to happen in it. */
        boolean carriesOut(Step step) {
            if (step instanceof Step.Create create) {
                return saved("copy-3", create.desired());
            }
            if (step instanceof Step.Apply apply) {
                assertThat(observed).isNotNull();
                assertThat(apply.uid()).isEqualTo(observed == null ? "" : observed.uid());
                return saved(apply.uid(), apply.desired());
            }
            if (step instanceof Step.Delete) {
                observed = null;
                return true;
            }
            if (step instanceof Step.VerifyGone) {
                recorded = null;
                return true;
            }
            if (step instanceof Step.Hold hold && hold.state() == State.DELETING) {
                observed = null;
                return true;
            }
            return false;
        }

        private boolean saved(String uid, Desired desired) {
            observed = copy(uid, desired.hash(), 77, false, "");
            recorded = unseen().applied(uid, desired.hash(), 77, LeftOut.NOTHING, NOW);
            return true;
        }
    }
}
