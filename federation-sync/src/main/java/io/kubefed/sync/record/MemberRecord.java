package io.kubefed.sync.record;

import static java.util.Objects.requireNonNull;

import io.kubefed.core.model.ClusterName;
import java.time.Instant;

/**
 * What happened to a template in one member.
 *
 * @param member which member
 * @param memberUid the uid of its {@code Cluster}: a name that is joined anew starts a record of its own
 * @param state how it stands
 * @param uid the uid of the copy; empty if none is known
 * @param applied the hash of what was applied last; empty if nothing was
 * @param owned the hash of the ownership entry that this left, the base line for drift; 0 if unknown
 * @param rival who else wrote to the copy, if that matters; empty otherwise
 * @param message a sentence for people; empty where {@code state} says all
 * @param leftOut what the copy lacks because the member does not know it
 * @param since when {@code state} began
 */
public record MemberRecord(
        ClusterName member,
        String memberUid,
        State state,
        String uid,
        String applied,
        long owned,
        String rival,
        String message,
        LeftOut leftOut,
        Instant since) {

    /** How a template stands in one member. */
    public enum State {
        /** The member has what the template says. */
        APPLIED("Applied"),
        /** It will be tried when something comes about: the member is back, its namespace is there. */
        WAITING("Waiting"),
        /** An object of the name is there that is not ours. */
        CONFLICT("Conflict"),
        /** The member's server refused it, and will again until the template changes. */
        REJECTED("Rejected"),
        /** It did not work and is being tried again. */
        FAILED("Failed"),
        /** The copy is being deleted. */
        DELETING("Deleting"),
        /** The member was away when its copy should have been deleted; it is deleted when the member is back. */
        TOMBSTONE("Tombstone"),
        /** The user paused the template. */
        PAUSED("Paused");

        private final String wire;

        State(String wire) {
            this.wire = wire;
        }

        /** The spelling on the wire. */
        public String wire() {
            return wire;
        }

        /** The state spelled {@code wire}; an unknown one is {@code WAITING}, which decides nothing. */
        public static State of(String wire) {
            for (State state : values()) {
                if (state.wire.equals(wire)) {
                    return state;
                }
            }
            return WAITING;
        }
    }

    /** Checks that no part is null. */
    public MemberRecord {
        requireNonNull(member, "member");
        requireNonNull(memberUid, "memberUid");
        requireNonNull(state, "state");
        requireNonNull(uid, "uid");
        requireNonNull(applied, "applied");
        requireNonNull(rival, "rival");
        requireNonNull(message, "message");
        requireNonNull(leftOut, "leftOut");
        requireNonNull(since, "since");
    }

    /** A record of a copy that lacks nothing. */
    public MemberRecord(
            ClusterName member,
            String memberUid,
            State state,
            String uid,
            String applied,
            long owned,
            String rival,
            String message,
            Instant since) {
        this(member, memberUid, state, uid, applied, owned, rival, message, LeftOut.NOTHING, since);
    }

    /** A record of a member where nothing was done yet. */
    public static MemberRecord unseen(ClusterName member, String memberUid, Instant now) {
        return new MemberRecord(member, memberUid, State.WAITING, "", "", 0, "", "", now);
    }

    /** The same copy in another state; {@code since} only moves if the state does. */
    public MemberRecord in(State newState, String newRival, String newMessage, Instant now) {
        boolean same = state == newState;
        return new MemberRecord(
                member, memberUid, newState, uid, applied, owned, newRival, newMessage, leftOut, same ? since : now);
    }

    /** The copy after a successful apply without what the member does not know. */
    public MemberRecord applied(String copyUid, String hash, long ownedHash, LeftOut without, Instant now) {
        return new MemberRecord(
                member,
                memberUid,
                State.APPLIED,
                copyUid,
                hash,
                ownedHash,
                "",
                without.words(),
                without,
                state == State.APPLIED ? since : now);
    }

    /**
     * The same, telling also what someone else had changed.
     *
     * @param by who; empty if that is not known
     * @param words what; empty if nothing was
     */
    public MemberRecord putBack(String by, String words) {
        String and = message.isEmpty() || words.isEmpty() ? "" : "; ";
        return new MemberRecord(
                member, memberUid, state, uid, applied, owned, by, words + and + message, leftOut, since);
    }

    /** The copy after the server refused what was to be applied; it is not tried again before the template changes. */
    public MemberRecord rejected(String hash, String words, Instant now) {
        Instant began = state == State.REJECTED && applied.equals(hash) ? since : now;
        return new MemberRecord(member, memberUid, State.REJECTED, uid, hash, owned, "", words, leftOut, began);
    }

    /** The copy after an apply of which nobody knows what became: a server that does not answer may have done it. */
    public MemberRecord tried(String hash, String words, Instant now) {
        MemberRecord failed = in(State.FAILED, "", words, now);
        return hasCopy()
                ? failed
                : new MemberRecord(
                        member, memberUid, State.FAILED, uid, hash, owned, "", words, leftOut, failed.since());
    }

    /** Whether a copy of ours is known to be, or to have been, in the member. */
    public boolean hasCopy() {
        return !uid.isEmpty();
    }

    /** Whether a copy of ours is known to be, or may be, in the member. */
    public boolean mayHaveCopy() {
        return hasCopy() || (!applied.isEmpty() && state != State.REJECTED);
    }
}
