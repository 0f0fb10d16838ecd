package io.kubefed.sync;

import static java.util.Objects.requireNonNull;

import io.kubefed.sync.plan.PropagationScope;
import java.time.Duration;

/**
 * What an operator may choose.
 *
 * @param scope which types go out
 * @param labelledOnly whether only templates with the label {@code federation.kubefed.io/propagate: "true"} go out
 * @param giveUpAfter how long a deletion waits for a member that is away before it leaves a tombstone there
 * @param planners how many templates are judged at the same time
 * @param memberRate the most requests to one member
 */
public record SyncOptions(
        PropagationScope scope, boolean labelledOnly, Duration giveUpAfter, int planners, RateCap memberRate) {

    /** The standard scope, every template, two minutes. */
    public static final SyncOptions STANDARD =
            new SyncOptions(PropagationScope.STANDARD, false, Duration.ofMinutes(2), 32);

    /** @throws IllegalArgumentException if a number is not positive */
    public SyncOptions {
        requireNonNull(scope, "scope");
        requireNonNull(memberRate, "memberRate");
        if (giveUpAfter.isNegative() || planners < 1) {
            throw new IllegalArgumentException("giveUpAfter is negative or planners below 1");
        }
    }

    /** Options without a cap on requests. */
    public SyncOptions(PropagationScope scope, boolean labelledOnly, Duration giveUpAfter, int planners) {
        this(scope, labelledOnly, giveUpAfter, planners, RateCap.NONE);
    }
}
