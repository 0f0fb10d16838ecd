package io.kubefed.sync.plan;

import io.kubefed.core.membership.Health;
import io.kubefed.informers.store.Entry;
import io.kubefed.sync.ownership.Drift;
import io.kubefed.sync.record.MemberRecord;
import io.kubefed.sync.record.MemberRecord.State;
import org.jspecify.annotations.Nullable;

/**
 * Desired minus observed, for one member: a pure function, so that a plan can be shown, tested and made again at will.
 *
 * <p>Invariants: the step of a member depends on no other member; planning again after a step succeeded gives {@code InSync} or
 * {@code Forget}; a delete carries its proof; a copy is named by its uid, so that a step meant for one object never hits another.
 */
public final class SyncPlanner {

    private SyncPlanner() {}

    /** The step for one member. */
    public static Step plan(Intent intent, MemberSituation situation) {
        if (intent instanceof Intent.Present present) {
            return isReachable(situation) ? present(present, situation) : outOfReach(present.desired(), situation);
        }
        if (intent instanceof Intent.Idle idle) {
            return idle(idle, situation);
        }
        if (intent instanceof Intent.Absent absent) {
            return absent(absent.proof(), situation);
        }
        if (intent instanceof Intent.Paused) {
            return new Step.Hold(State.PAUSED, "");
        }
        return intent instanceof Intent.Released ? new Step.Forget() : new Step.Leave();
    }

    /**
     * Whether a copy is what our last apply left, by the record of it: then the sight of it is no reason to plan. Whatever else may be
     * a reason (the template, the member) makes itself known.
     */
    public static boolean isAsLeft(@Nullable Entry observed, @Nullable MemberRecord recorded) {
        return observed != null
                && recorded != null
                && recorded.state() == State.APPLIED
                && recorded.applied().equals(observed.applied())
                && isUntouched(observed, recorded)
                && !observed.deleting();
    }

    /** A copy that is not needed is kept true while it is there, and not made again. */
    private static Step idle(Intent.Idle idle, MemberSituation situation) {
        @Nullable MemberRecord recorded = situation.recorded();
        boolean certain = isReachable(situation) || recorded == null || !recorded.hasCopy();
        return situation.observed() == null && certain
                ? new Step.Forget()
                : plan(new Intent.Present(idle.desired(), false), situation);
    }

    private static boolean isReachable(MemberSituation situation) {
        return situation.health() == Health.READY && situation.served() && situation.synced();
    }

    /** A member that had what the template says, when it was last seen, is not waiting for anything. */
    private static Step outOfReach(Desired desired, MemberSituation situation) {
        @Nullable MemberRecord recorded = situation.recorded();
        boolean current = recorded != null
                && recorded.state() == State.APPLIED
                && recorded.applied().equals(desired.hash());
        if (current) {
            return new Step.Leave();
        }
        if (situation.health() != Health.READY) {
            return new Step.Hold(
                    State.WAITING, "member is " + situation.health().words());
        }
        return situation.served() ? new Step.Leave() : new Step.Hold(State.WAITING, "member does not serve this type");
    }

    private static Step present(Intent.Present intent, MemberSituation situation) {
        @Nullable Entry observed = situation.observed();
        @Nullable MemberRecord recorded = situation.recorded();
        Desired desired = intent.desired();
        if (recorded != null && isRejected(recorded, desired) && sameCopy(observed, recorded)) {
            return new Step.Hold(State.REJECTED, recorded.message());
        }
        if (observed == null) {
            return new Step.Create(desired, intent.adopt());
        }
        if (observed.deleting()) {
            return new Step.Hold(State.WAITING, "the copy is being deleted in the member, by someone else");
        }
        boolean known = recorded != null && recorded.uid().equals(observed.uid());
        if (recorded != null
                && isUntouched(observed, recorded)
                && observed.applied().equals(desired.hash())) {
            return recorded.leftOut().isOutdated(situation.schema())
                    ? new Step.Apply(desired, observed.uid(), Step.Cause.SCHEMA, "")
                    : new Step.InSync(desired.hash());
        }
        Step.Cause cause = cause(known, desired, recorded);
        Drift drift = cause == Step.Cause.DRIFT ? Drift.of(observed) : Drift.by(observed.rival());
        return new Step.Apply(desired, observed.uid(), cause, drift);
    }

    private static boolean isUntouched(Entry observed, MemberRecord recorded) {
        return recorded.uid().equals(observed.uid())
                && recorded.owned() == observed.ownedHash()
                && observed.ownedHash() != 0;
    }

    private static boolean isRejected(MemberRecord recorded, Desired desired) {
        return recorded.state() == State.REJECTED && recorded.applied().equals(desired.hash());
    }

    private static boolean sameCopy(@Nullable Entry observed, MemberRecord recorded) {
        return observed == null ? recorded.uid().isEmpty() : recorded.uid().equals(observed.uid());
    }

    private static Step.Cause cause(boolean known, Desired desired, @Nullable MemberRecord recorded) {
        if (!known || recorded == null || recorded.owned() == 0) {
            return Step.Cause.BASELINE;
        }
        // We did apply this very hash, so whatever differs is someone else's work.
        return recorded.applied().equals(desired.hash()) ? Step.Cause.DRIFT : Step.Cause.EDIT;
    }

    private static Step absent(DeletionProof proof, MemberSituation situation) {
        @Nullable Entry observed = situation.observed();
        @Nullable MemberRecord recorded = situation.recorded();
        boolean nothingKnown = observed == null && (recorded == null || !recorded.mayHaveCopy());
        if (nothingKnown && (situation.synced() || !situation.served())) {
            return new Step.Forget();
        }
        if (situation.health() != Health.READY || !situation.synced()) {
            if (observed == null && recorded == null) {
                // There is nothing to be told of a member where nothing ever was, as far as is known yet.
                return new Step.Leave();
            }
            // How long the deletion waits, and that it waits beyond the template, is on record already.
            return recorded != null && (recorded.state() == State.DELETING || recorded.state() == State.TOMBSTONE)
                    ? new Step.Leave()
                    : new Step.Hold(State.WAITING, "the copy is to be deleted when the member is back");
        }
        if (observed == null) {
            return new Step.VerifyGone(requireCopy(recorded), proof);
        }
        return observed.deleting()
                ? new Step.Hold(State.DELETING, "waiting for the member to finish")
                : new Step.Delete(observed.uid(), proof);
    }

    private static String requireCopy(@Nullable MemberRecord recorded) {
        if (recorded == null) {
            throw new IllegalStateException("no copy is on record");
        }
        return recorded.uid();
    }
}
