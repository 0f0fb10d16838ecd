package io.kubefed.apiserver.authz;

import static java.util.Objects.requireNonNull;

/**
 * What an authorizer says.
 *
 * @param verdict yes, no, or nothing
 * @param reason why, for people; may be empty
 */
public record Decision(Verdict verdict, String reason) {

    /** Nothing is known that would allow it. */
    public static final Decision NO_OPINION = new Decision(Verdict.NO_OPINION, "");

    /** The kinds of answer. */
    public enum Verdict {
        /** It may be done. */
        ALLOWED,
        /** It may not be done, whatever others say. */
        DENIED,
        /** Others may allow it. */
        NO_OPINION
    }

    /** Checks that no part is null. */
    public Decision {
        requireNonNull(verdict, "verdict");
        requireNonNull(reason, "reason");
    }

    /** Yes. */
    public static Decision allowed(String reason) {
        return new Decision(Verdict.ALLOWED, reason);
    }

    /** Whether it may be done. */
    public boolean allows() {
        return verdict == Verdict.ALLOWED;
    }
}
