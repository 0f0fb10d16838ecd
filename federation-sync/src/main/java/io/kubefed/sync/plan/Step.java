package io.kubefed.sync.plan;

import io.kubefed.sync.ownership.Drift;
import io.kubefed.sync.record.MemberRecord;

/** What one member should be asked to do now. */
public sealed interface Step {

    /**
     * Nothing: the member has what it should have.
     *
     * @param applied the hash of that
     */
    record InSync(String applied) implements Step {}

    /** Nothing is asked, and nothing is changed on record: what the template wants of its members cannot be told. */
    record Leave() implements Step {}

    /** Nothing is there, and nothing should be: the member leaves the record. */
    record Forget() implements Step {}

    /**
     * Nothing can be asked now.
     *
     * @param state what to record
     * @param message why, for people
     */
    record Hold(MemberRecord.State state, String message) implements Step {}

    /**
     * First contact, once the namespace is there: what is in it follows it, so that nothing is refused for want of it (fixes v1's
     * G-25).
     *
     * @param message what it waits for, for people
     */
    record Await(String message) implements Step {}

    /**
     * First contact: a create-only apply.
     *
     * @param desired what to create
     * @param adopt whether a foreign object may be taken over
     */
    record Create(Desired desired, boolean adopt) implements Step {}

    /**
     * Apply to our copy.
     *
     * @param desired what it should be
     * @param uid the copy that is meant
     * @param cause why
     * @param drift who else wrote to the copy, and what is known of it
     */
    record Apply(Desired desired, String uid, Cause cause, Drift drift) implements Step {

        /** An apply of which only the rival is known, who may be empty. */
        public Apply(Desired desired, String uid, Cause cause, String rival) {
            this(desired, uid, cause, Drift.by(rival));
        }
    }

    /**
     * Delete our copy.
     *
     * @param uid the copy that is meant
     * @param proof why it may go
     */
    record Delete(String uid, DeletionProof proof) implements Step {}

    /**
     * The copy on record is not to be seen, but it should be gone for sure: one look, and a delete if it is there.
     *
     * @param uid the copy that is meant; empty if it is not known whether there is one
     * @param proof why it may go
     */
    record VerifyGone(String uid, DeletionProof proof) implements Step {}

    /** Why a copy is applied again. */
    enum Cause {
        /** The template changed. */
        EDIT,
        /** Someone else changed what we set. */
        DRIFT,
        /** What we applied last is not on record. */
        BASELINE,
        /** The member has another schema, which may know the fields that were left out. */
        SCHEMA
    }
}
