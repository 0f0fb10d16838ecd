package io.kubefed.sync.plan;

/** What a template wants of one member. */
public sealed interface Intent {

    /**
     * A copy that looks like this.
     *
     * @param desired the copy
     * @param adopt whether a foreign object may be taken over
     */
    record Present(Desired desired, boolean adopt) implements Intent {}

    /**
     * Nothing that would need a copy: if there is one it looks like this, with no replicas, and if there is none, so be it.
     *
     * @param desired the copy
     */
    record Idle(Desired desired) implements Intent {}

    /**
     * No copy.
     *
     * @param proof why an existing one may be deleted
     */
    record Absent(DeletionProof proof) implements Intent {}

    /** No copy, and an existing one stays as it is: orphaned, or never ours to touch. */
    record Released() implements Intent {}

    /** Whatever is there now, until the user mends the template. */
    record Unclear() implements Intent {}

    /** Whatever is there now, as long as the user says so. */
    record Paused() implements Intent {}
}
